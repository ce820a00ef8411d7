import { createHash } from "node:crypto";

import { textToUuid } from "./text-to-uuid.js";

/** Ids that follow from the request: sent again, wherever to, it names the same things. */
export interface DerivedIds {
  readonly uuid: () => string;
  /** 24 hex digits. */
  readonly objectId: () => string;
}

/** The same ids, in the same order, for the same seed. */
export function deriveIds(seed: string): DerivedIds {
  let count = 0;
  const next = (): string => `id:${seed}:${count++}`;
  return {
    uuid: () => textToUuid(next()),
    objectId: () => createHash("sha256").update(next()).digest("hex").slice(0, 24),
  };
}
