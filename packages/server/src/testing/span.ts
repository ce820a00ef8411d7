import type { JsonObject } from "@honeyhive/contract";

import type { SpanEvent, SpanRecord } from "../mapping/span-record.js";

/** A valid span of one second; `fields` says what the test is about. */
export function span(fields: Partial<SpanRecord> = {}): SpanRecord {
  return {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    parentSpanId: null,
    name: "span",
    kind: 1,
    startNs: 1_700_000_000_000_000_000n,
    endNs: 1_700_000_001_000_000_000n,
    attributes: {},
    events: [],
    links: [],
    status: { code: 0, message: "" },
    resource: {},
    scope: { name: "test", version: "1" },
    ...fields,
  };
}

export function spanEvent(name: string, attributes: JsonObject): SpanEvent {
  return { name, timeNs: 1n, attributes };
}
