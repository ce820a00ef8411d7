import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { startCollector, type CollectedSpan, type Collector } from "@honeyhive/testing";
import { trace as otelTrace } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";

import { HoneyHiveTracer } from "../tracer/tracer.js";
import type { FlatOptions } from "./options.js";

/** What a program sees of its tracer, and the server of the program. */
interface Seen {
  readonly collector: Collector;
  readonly tracer: HoneyHiveTracer;
  readonly stderr: string;
  /** What the option's own functions were called with. */
  readonly calls: readonly unknown[];
}

interface Effect {
  readonly value: (calls: unknown[]) => unknown;
  /** What is looked at: `expected` with the option, anything else without it. */
  readonly look: (seen: Seen) => unknown;
  readonly expected: unknown;
}

/** Shown by a test that needs more than this program. */
type Elsewhere = string;

const uuid = "0b1d6c3e-8f1a-4c56-9a53-000000000001";

const spanNamed = ({ collector }: Seen, name: string): CollectedSpan | undefined =>
  collector.spans.find((span) => span.name === name);
const attribute =
  (key: string) =>
  (seen: Seen): unknown =>
    spanNamed(seen, "work")?.attributes[key];
const resource =
  (key: string) =>
  (seen: Seen): unknown =>
    spanNamed(seen, "work")?.resource[key];
const session =
  (key: string) =>
  ({ collector }: Seen): unknown => {
    const start = collector.requests.find(({ path }) => path === "/session/start");
    return (start?.body as { session?: Record<string, unknown> } | undefined)?.session?.[key];
  };
const metadata =
  (key: string) =>
  (seen: Seen): unknown =>
    (session("metadata")(seen) as Record<string, unknown> | undefined)?.[key];
const header =
  (name: string, path = "/opentelemetry/v1/traces") =>
  ({ collector }: Seen): unknown =>
    collector.requests.find((request) => request.path === path)?.headers[name];
const names = ({ collector }: Seen): unknown => collector.spans.map(({ name }) => name).toSorted();
const batches = ({ collector }: Seen): unknown =>
  collector.requests.filter(({ path }) => path === "/opentelemetry/v1/traces").length;
const diagnostic =
  (key: string) =>
  ({ tracer }: Seen): unknown =>
    (tracer.diagnostics() as unknown as Record<string, unknown>)[key];
const given = (value: unknown) => (): unknown => value;

const effects: Readonly<Record<keyof FlatOptions, Effect | Elsewhere>> = {
  apiKey: { value: given("other"), look: header("authorization"), expected: "Bearer other" },
  serverUrl: {
    value: given("http://127.0.0.1:9"),
    look: ({ collector }) => collector.requests.length,
    expected: 0,
  },
  project: { value: given("p"), look: session("project"), expected: "p" },
  source: { value: given("prod"), look: attribute("honeyhive.source"), expected: "prod" },
  sessionName: { value: given("n"), look: session("session_name"), expected: "n" },
  sessionId: { value: given(uuid), look: attribute("honeyhive.session_id"), expected: uuid },
  inputs: { value: given({ a: 1 }), look: session("inputs"), expected: { a: 1 } },
  metadata: { value: given({ a: 1 }), look: metadata("a"), expected: 1 },
  userProperties: { value: given({ a: 1 }), look: session("user_properties"), expected: { a: 1 } },
  skipBackendSessionCreation: {
    value: given(true),
    look: session("session_id"),
    expected: undefined,
  },
  sessionAutoCreate: {
    value: given(true),
    look: attribute("honeyhive.session_auto_create"),
    expected: true,
  },
  runId: { value: given("r"), look: metadata("run_id"), expected: "r" },
  datasetId: { value: given("d"), look: metadata("dataset_id"), expected: "d" },
  datapointId: { value: given("x"), look: metadata("datapoint_id"), expected: "x" },
  experimentId: { value: given("e"), look: metadata("experiment_id"), expected: "e" },
  experimentName: { value: given("e"), look: metadata("experiment_name"), expected: "e" },
  experimentVariant: { value: given("e"), look: metadata("experiment_variant"), expected: "e" },
  experimentGroup: { value: given("e"), look: metadata("experiment_group"), expected: "e" },
  experimentMetadata: {
    value: given({ a: 1 }),
    look: metadata("experiment_metadata"),
    expected: { a: 1 },
  },
  instrumentors: {
    value: (calls) => [{ setTracerProvider: () => calls.push("bound") }],
    look: ({ calls }) => calls[0],
    expected: "bound",
  },
  instrumentModules: "e2e/patterns/older-api.test.ts",
  spanNameFilters: {
    value: given({ exclude: ["library"] }),
    look: names,
    expected: ["full", "work"],
  },
  keepNoise: {
    value: given(true),
    look: names,
    expected: ["full", "library", "read file", "work"],
  },
  disableHttpTracing: "e2e/lifecycle/http.test.ts",
  otlpEndpoint: {
    value: given("http://127.0.0.1:9/spans"),
    look: ({ collector }) => [collector.spans.length, collector.requests.length],
    expected: [0, 1],
  },
  otlpHeaders: { value: given({ "x-team": "a" }), look: header("x-team"), expected: "a" },
  otlpProtocol: {
    value: given("http/json"),
    look: header("content-type"),
    expected: "application/json",
  },
  flushIntervalMs: "packages/sdk/src/tracer/modes.test.ts",
  batchSize: { value: given(1), look: batches, expected: 3 },
  disableBatch: { value: given(true), look: batches, expected: 3 },
  maxQueueSize: {
    value: given(1),
    look: ({ tracer }) => tracer.diagnostics().spans.droppedBy,
    expected: { "queue-full": 2 },
  },
  exportTimeoutMs: "packages/sdk/src/tracer/modes.test.ts",
  flushTimeoutMs: "packages/sdk/src/tracer/modes.test.ts",
  spool: "packages/sdk/src/pipeline/spool/spool.test.ts",
  spoolMaxBytes: "packages/sdk/src/pipeline/spool/spool.test.ts",
  spoolMaxAgeMs: "packages/sdk/src/pipeline/spool/spool.test.ts",
  maxConnections: "packages/sdk/src/tracer/modes.test.ts",
  maxRetries: "packages/sdk/src/tracer/resilience.test.ts",
  fetch: {
    value: (calls) =>
      (async (...request) => {
        calls.push("fetched");
        return fetch(...request);
      }) satisfies typeof fetch,
    look: ({ calls }) => calls[0],
    expected: "fetched",
  },
  maxValueLength: { value: given(100), look: diagnostic("truncatedValues"), expected: 1 },
  maxAttributes: {
    value: given(4),
    look: (seen) => spanNamed(seen, "full")?.attributes["key 5"],
    expected: undefined,
  },
  maxEvents: {
    value: given(4),
    look: (seen) => spanNamed(seen, "full")?.events.length,
    expected: 4,
  },
  maxLinks: { value: given(4), look: (seen) => spanNamed(seen, "full")?.links.length, expected: 4 },
  maxSpanBytes: { value: given(1500), look: diagnostic("shrunkSpans"), expected: 1 },
  redact: {
    value: (calls) => (payload: unknown) => {
      calls.push("asked");
      return payload;
    },
    look: ({ calls }) => calls[0],
    expected: "asked",
  },
  sampleRate: { value: given(0), look: diagnostic("sampledOutSpans"), expected: 3 },
  resilienceLevel: "packages/sdk/src/tracer/resilience.test.ts",
  profile: { value: given("lambda"), look: diagnostic("profile"), expected: "lambda" },
  resourceAttributes: { value: given({ team: "a" }), look: resource("team"), expected: "a" },
  serviceName: { value: given("s"), look: resource("service.name"), expected: "s" },
  serviceVersion: { value: given("7"), look: resource("service.version"), expected: "7" },
  detectGit: { value: given(false), look: resource("git.commit"), expected: undefined },
  testMode: { value: given(true), look: ({ collector }) => collector.requests, expected: [] },
  disableTracing: {
    value: given(true),
    look: diagnostic("disabledReason"),
    expected: "Tracing is switched off by `disableTracing` or HH_DISABLE_TRACING.",
  },
  exitHooks: "packages/sdk/src/tracer/modes.test.ts",
  waitUntil: {
    value: (calls) => (delivery: unknown) => calls.push(delivery instanceof Promise),
    look: ({ calls }) => calls[0],
    expected: true,
  },
  onError: {
    value: (calls) => (error: { code: string }) => calls.push(error.code),
    look: ({ calls }) => calls[0],
    expected: "INVALID_OPTION",
  },
  verbose: { value: given(true), look: ({ stderr }) => /debug: /.test(stderr), expected: true },
};

describe("each option has an effect", () => {
  it.each(Object.entries(effects))("%s", async (name, effect) => {
    if (typeof effect === "string") {
      const file = new URL(`../../../../${effect}`, import.meta.url);
      // As an option or as a variable.
      const text = readFileSync(fileURLToPath(file), "utf8").replaceAll("_", "");
      expect(text.toLowerCase()).toContain(name.toLowerCase());
      return;
    }
    const calls: unknown[] = [];
    expect(await lookAt({ [name]: effect.value(calls) }, calls, effect)).toEqual(effect.expected);
    expect(await lookAt({}, [], effect)).not.toEqual(effect.expected);
  });
});

/** Runs the program of all options with some, and looks at what came of it. */
async function lookAt(
  options: object,
  calls: readonly unknown[],
  { look }: Effect,
): Promise<unknown> {
  await using collector = await startCollector();
  const written: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text) => written.push(String(text)) > 0;
  try {
    const base = { apiKey: "key", serverUrl: collector.url, unknownOption: 1 };
    const tracer = new HoneyHiveTracer({ ...base, ...options });
    work(tracer);
    await tracer.shutdown(2000);
    return look({ collector, tracer, stderr: written.join(""), calls });
  } finally {
    process.stderr.write = write;
  }
}

function work(tracer: HoneyHiveTracer): void {
  tracer.trace(function work() {
    return "x".repeat(2000);
  });
  const span = tracer.getTracer().startSpan("full");
  for (let index = 0; index < 10; index++) {
    span.setAttribute(`key ${index}`, index);
    span.addEvent("event");
    span.addLink({ context: span.spanContext() });
  }
  span.end();
  otelTrace.getTracer("library").startSpan("library").end();
  otelTrace.getTracer("@opentelemetry/instrumentation-fs").startSpan("read file").end();
}
