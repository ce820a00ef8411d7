import type { ServerLogger } from "./observe/logger.js";
import type { Engine } from "./store/engine.js";
import { StoreError } from "./store/store-error.js";
import { applyTextIndex, type TextIndex } from "./store/text-index.js";

/** Gives the store the index that is asked for. Without a part of a cluster the server starts all the same. */
export async function prepareTextIndex(
  engine: Engine,
  wanted: TextIndex | undefined,
  logger: ServerLogger,
): Promise<void> {
  if (wanted === undefined) return;
  try {
    const { added, dropped } = await applyTextIndex(engine, wanted);
    if (added.length > 0) {
      const columns = added.join(", ");
      logger.info("Words get an index. What is stored is indexed in the background.", { columns });
    }
    if (dropped.length > 0) {
      logger.info("Words have no index any more.", { columns: dropped.join(", ") });
    }
  } catch (error) {
    if (!(error instanceof StoreError && error.code === "STORE_UNAVAILABLE")) throw error;
    const advice =
      "A part of the store does not answer: its index of words stays as it is until the server is started again.";
    logger.warn(advice, { reason: error.message });
  }
}
