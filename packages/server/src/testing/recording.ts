import { readFile } from "node:fs/promises";

import type { JsonObject } from "@honeyhive/contract";

/** What an emitter sent, as OTLP in JSON; see `scripts/record-fixtures.mjs`. */
export interface Recording {
  readonly traces: readonly JsonObject[];
  readonly logs: readonly JsonObject[];
}

export const recordings = new URL("fixtures/emitters/", import.meta.url);

export async function readRecording(emitter: string): Promise<Recording> {
  const text = await readFile(new URL(`${emitter}.otlp.json`, recordings), "utf8");
  // Written by the script.
  return JSON.parse(text) as Recording;
}
