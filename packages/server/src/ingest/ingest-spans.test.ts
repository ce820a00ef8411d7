import { eventIdOfSpan } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { EventLog } from "../events/event-log.js";
import { MediaLog } from "../events/media-log.js";
import { PatchLog } from "../events/patch-log.js";
import { createClock } from "../lib/clock.js";
import { LoopTurns } from "../lib/loop-turns.js";
import { findEvents } from "../queries/find-events.js";
import { SessionRegistry } from "../events/session-registry.js";
import { countingStore } from "../testing/counting-store.js";
import { span } from "../testing/span.js";
import { temporaryStore } from "../testing/temporary-store.js";
import { PriceTable } from "../cost/price-table.js";
import { ingestSpans } from "./ingest-spans.js";
import { KnownNames } from "../mapping/attribute-names.js";
import type { DecodedSpan } from "../mapping/span-record.js";

const limits = { maxBatchRows: 100, maxBatchBytes: 1e6, maxQueuedBytes: 1e6 };

test("says when all spans are read, and needs nothing of them to store them", async () => {
  await using fixture = await temporaryStore();
  const { store, asked } = countingStore(fixture.engine);
  const sessions = new SessionRegistry(store);
  const patches = new PatchLog(store, createClock());
  const services = {
    events: new EventLog({ store, patches, sessions }, limits),
    media: new MediaLog(store),
    sessions,
    prices: new PriceTable(),
    turns: new LoopTurns(),
    names: new KnownNames(),
  };
  const records = ["a", "b"].map((digit) => span({ spanId: digit.repeat(16) }));
  const spans: DecodedSpan[] = records.map((record) => ({ kind: "span", span: record }));
  let inserts: number | undefined;
  const onRead = (): void => {
    inserts = asked.insert;
    spans.length = 0;
  };
  const request = { projectId: "project", spans, sizeBytes: 100, onRead };
  expect(await ingestSpans(services, request)).toEqual({ count: 0, firstReason: "" });
  expect(inserts).toBe(0);
  expect(asked.insert).toBe(1);
  const ids = records.map(({ traceId, spanId }) => eventIdOfSpan(traceId, spanId));
  const found = await store.select(findEvents("project", ids));
  expect(found.map(({ event_id }) => event_id).toSorted()).toEqual(ids.toSorted());
});
