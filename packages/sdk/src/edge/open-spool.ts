import type * as original from "../pipeline/spool/open-spool.js";

/** There is no disk. */
export const openSpool: typeof original.openSpool = (_settings, _destination, { logger }) => {
  logger.warn("Expected a file system for `spool`, got an edge runtime. Nothing is kept on disk.");
  return undefined;
};
