import { rmSync } from "node:fs";

import type { Pipeline } from "../../pipeline/pipeline.js";
import { selectSpans } from "./select-spans.js";
import { readSpanFile } from "./span-journal.js";

/** What a killed process had kept of some sessions. */
export interface KeptSpans {
  /** Sessions of which nothing is missing. */
  readonly whole: ReadonlySet<string>;
  /** Sends the spans of all these sessions; after it they are kept anew, or have arrived. */
  send(pipeline: Pipeline, signal: AbortSignal | undefined): Promise<void>;
}

/** Reads the files twice, so that they need not fit into memory: a session is sent before its spans. */
export function findKeptSpans(paths: readonly string[], sessions: ReadonlySet<string>): KeptSpans {
  const whole = new Set<string>();
  for (const path of paths) {
    for (const body of readSpanFile(path)) {
      for (const session of selectSpans(body, sessions).whole) whole.add(session);
    }
  }
  return {
    whole,
    send: async (pipeline, signal) => {
      for (const path of paths) {
        for (const body of readSpanFile(path)) {
          const selected = selectSpans(body, whole);
          if (selected.count === 0) continue;
          await pipeline.waitForRoom(signal);
          pipeline.exporter.enqueueEncoded(selected.body, selected.count);
        }
        rmSync(path, { force: true });
      }
    },
  };
}
