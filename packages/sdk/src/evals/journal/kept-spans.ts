import { rmSync } from "node:fs";

import type { Pipeline } from "../../pipeline/pipeline.js";
import { selectSpans } from "./select-spans.js";
import { readSpanFile } from "./span-journal.js";

/** What a killed process had kept of some sessions. */
export interface KeptSpans {
  /** Sessions of which nothing is missing. */
  readonly whole: ReadonlySet<string>;
  /** By session, what `enrichSession` has added to it and may not have arrived: the bodies of requests, in their order. */
  readonly updates: ReadonlyMap<string, readonly string[]>;
  /** Sends the spans of all these sessions; after it they are kept anew, or have arrived. */
  send(pipeline: Pipeline, signal: AbortSignal | undefined): Promise<void>;
}

/** Reads the files twice, so that they need not fit into memory: a session is sent before its spans. */
export function findKeptSpans(paths: readonly string[], sessions: ReadonlySet<string>): KeptSpans {
  const whole = new Set<string>();
  const updates = new Map<string, string[]>();
  for (const path of paths) {
    for (const body of readSpanFile(path)) {
      if (isUpdate(body)) addUpdate(updates, body);
      else for (const session of selectSpans(body, sessions).whole) whole.add(session);
    }
  }
  return {
    whole,
    updates,
    send: async (pipeline, signal) => {
      for (const path of paths) {
        for (const body of readSpanFile(path)) {
          if (isUpdate(body)) continue;
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

/** Updates are JSON objects; what has spans begins with the number of its first field. */
function isUpdate(body: Uint8Array): boolean {
  return body[0] === "{".charCodeAt(0);
}

function addUpdate(updates: Map<string, string[]>, body: Uint8Array): void {
  const json = Buffer.from(body).toString("utf8");
  // The tracer wrote it, and no redaction takes the id.
  const { event_id: session } = JSON.parse(json) as { readonly event_id: string };
  const earlier = updates.get(session);
  if (earlier === undefined) updates.set(session, [json]);
  else earlier.push(json);
}
