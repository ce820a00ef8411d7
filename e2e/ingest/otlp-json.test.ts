import type { Event } from "@honeyhive/contract";
import { HoneyHiveTracer } from "honeyhive";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { obtainProject } from "../support/obtain-project.js";

/** What a program records, without what is another one at each run. */
async function record(otlpProtocol: "http/protobuf" | "http/json"): Promise<unknown[]> {
  const project = await obtainProject();
  const { url: serverUrl, apiKey } = project;
  await using tracer = await HoneyHiveTracer.init({ serverUrl, apiKey, otlpProtocol });
  const inner = tracer.traceTool(function inner(_payload: unknown) {
    tracer.enrichSpan({ metrics: { ratio: 0.25, count: 3, exact: true } });
    throw new RangeError("“Größe” \u{1f600}");
  });
  tracer.trace(function outer() {
    try {
      inner({ list: [1, -2.5, null, "x"], large: "y".repeat(50_000) });
    } catch {
      // Recorded with the span.
    }
    return { total: Number.MAX_SAFE_INTEGER };
  });
  expect(await tracer.flush()).toMatchObject({ exported: 2, isComplete: true });
  const events = await exportAllEvents(project.client);
  return events.map(normalise).toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function normalise(event: Event) {
  const { event_name: name, event_type, inputs, outputs, error, metrics, config } = event;
  return { name, event_type, inputs, outputs, error, metrics, config };
}

test("the server makes the same events of JSON as of protobuf", async () => {
  const [json, protobuf] = await Promise.all([record("http/json"), record("http/protobuf")]);
  expect(json).toHaveLength(3);
  expect(json).toEqual(protobuf);
});
