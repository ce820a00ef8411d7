import { readdir } from "node:fs/promises";

import { expect, test } from "vitest";

import { readRecording, recordings } from "../testing/recording.js";
import { decodeJson } from "../ingest/decode/json.js";
import { splitJsonNow } from "../ingest/decode/split-json.js";
import type { SpanRecord } from "./span-record.js";
import { KnownNames } from "./attribute-names.js";
import { mapSpan } from "./map-span.js";

async function recordedSpans(): Promise<SpanRecord[]> {
  const files = (await readdir(recordings)).filter((name) => name.endsWith(".otlp.json"));
  const all = await Promise.all(files.map((name) => readRecording(name.replace(".otlp.json", ""))));
  return all
    .flatMap(({ traces }) => traces)
    .flatMap((request) => [...decodeJson(splitJsonNow(Buffer.from(JSON.stringify(request))))])
    .flatMap((decoded) => (decoded.kind === "span" ? decoded.span : []));
}

test("spans give the same events whatever names were seen before them", async () => {
  const spans = await recordedSpans();
  const known = new KnownNames();
  for (const span of [...spans, ...spans.toReversed()]) {
    expect(mapSpan(span, "project", known)).toEqual(mapSpan(span, "project"));
  }
});

test("names are worked out once, and told apart by every one of them", () => {
  const known = new KnownNames();
  const first = known.of({ "a.b": 1, c: 2 });
  expect(known.of({ "a.b": 3, c: 4 })).toBe(first);
  expect(known.of({ "a.b": 3, d: 4 })).not.toBe(first);
  expect(known.of({ "a.b": 3, c: 4 })).toBe(first);
  expect(known.of({ c: 4, "a.b": 3 }).all).toEqual(["c", "a.b"]);
  expect(first.below("a.")).toEqual([{ name: "a.b", place: 0, rest: "b" }]);
});

test("no more than some hundreds are remembered, and no long ones", () => {
  const known = new KnownNames();
  const first = known.of({ first: 1 });
  const long = { ["n".repeat(5000)]: 1 };
  expect(known.of(long)).not.toBe(known.of(long));
  for (let index = 0; index < 300; index++) known.of({ [`name-${index}`]: 1 });
  expect(known.of({ first: 1 })).not.toBe(first);
});

test("a resource is unfolded for its own spans", () => {
  const known = new KnownNames();
  const [one, two] = [{ "service.name": "one" }, { "service.name": "two" }];
  expect(known.unflattened(one)).toEqual({ service: { name: "one" } });
  expect(known.unflattened(one)).toBe(known.unflattened(one));
  expect(known.unflattened(two)).toEqual({ service: { name: "two" } });
  expect(known.unflattened(one)).toEqual({ service: { name: "one" } });
});
