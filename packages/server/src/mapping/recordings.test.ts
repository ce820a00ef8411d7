import { readdir } from "node:fs/promises";

import { buckets, type Event, type JsonObject } from "@honeyhive/contract";
import { describe, expect, test } from "vitest";

import { isJsonObject } from "../lib/json.js";
import { readRecording, recordings } from "../testing/recording.js";
import { decodeJson } from "../ingest/decode/json.js";
import { splitJsonNow } from "../ingest/decode/split-json.js";
import { mapSpan } from "./map-span.js";

const names = (await readdir(recordings)).filter((name) => name.endsWith(".otlp.json"));

/**
 * What each emitter sent (`node scripts/record-fixtures.mjs`), against the events that are wanted of it. The
 * expectations beside the recordings were read and found right; renew them with `vitest -u`, and read them again.
 */
describe("the recorded spans of", () => {
  test.each(names)("%s", async (name) => {
    const { traces } = await readRecording(name.replace(".otlp.json", ""));
    const encode = (request: JsonObject): Uint8Array => Buffer.from(JSON.stringify(request));
    const events = traces
      .flatMap((request) => [...decodeJson(splitJsonNow(encode(request)))])
      .map((decoded) => {
        if (decoded.kind === "invalid") throw new Error(decoded.reason);
        return mapSpan(decoded.span, "project").event;
      });
    const shown = JSON.stringify(toTree(events), null, 2);
    const expected = new URL(name.replace(".otlp.json", ".events.json"), recordings);
    await expect(`${shown}\n`).toMatchFileSnapshot(expected.pathname);
  });
});

/** What a reader of the event sees; where it came from is the same for all and tested elsewhere. */
const lineage = ["trace_id", "span_id", "parent_span_id", "has_otlp_lineage", "resource", "scope"];

interface Node {
  readonly event: JsonObject;
  readonly children: Node[];
}

function toTree(events: readonly Event[]): Node[] {
  const ordered = events.toSorted((left, right) => left.start_time - right.start_time);
  const nodes = new Map<string, Node>(
    ordered.map((event) => [event.event_id, { event: show(event), children: [] }]),
  );
  const roots: Node[] = [];
  for (const event of ordered) {
    const node = nodes.get(event.event_id);
    if (node !== undefined) (nodes.get(event.parent_id ?? "")?.children ?? roots).push(node);
  }
  return roots;
}

function show(event: Event): JsonObject {
  const { event_type, event_name, error } = event;
  const filled = buckets
    .map((bucket) => [bucket, withoutLineage(event[bucket])] as const)
    .filter(([, bucket]) => Object.keys(bucket).length > 0);
  return {
    event_type,
    event_name,
    ...(error === null ? {} : { error }),
    ...Object.fromEntries(filled),
  };
}

function withoutLineage(bucket: JsonObject): JsonObject {
  const own = Object.entries(bucket).filter(([key]) => !lineage.includes(key));
  return Object.fromEntries(own.map(([key, value]) => [key, shorten(value)]));
}

/** Stack traces name lines of other people's packages. */
function shorten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shorten);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    key.endsWith("stacktrace") ? "…" : shorten(item),
  ]);
  return Object.fromEntries(entries) as JsonObject;
}
