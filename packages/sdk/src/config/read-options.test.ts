import { describe, expect, it } from "vitest";

import { readOptions } from "./read-options.js";

function read(given: unknown, environment: Record<string, string> = {}) {
  const warnings: string[] = [];
  const options = readOptions(given, environment, warnings);
  const set = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
  return { options: set, warnings };
}

describe("config objects", () => {
  it("hold options of their group, which count as if given by themselves", () => {
    const { options, warnings } = read({
      session: { sessionName: "chat", metadata: { build: 7 } },
      evaluation: { runId: "run" },
      otlp: { batchSize: 9 },
      http: { maxRetries: 2 },
      limits: { maxEvents: 3 },
    });
    expect(options).toEqual({
      sessionName: "chat",
      metadata: { build: 7 },
      runId: "run",
      batchSize: 9,
      maxRetries: 2,
      maxEvents: 3,
    });
    expect(warnings).toEqual([]);
  });

  it("give way to an option by itself, and win over a variable", () => {
    const environment = { HH_SESSION_NAME: "variable", HH_MAX_EVENTS: "1" };
    const given = {
      session: { sessionName: "in an object" },
      sessionName: "by itself",
      limits: { maxEvents: 2 },
    };
    expect(read(given, environment).options).toEqual({ sessionName: "by itself", maxEvents: 2 });
  });

  it("say what does not belong to them, and where it does", () => {
    const { options, warnings } = read({
      session: { sesionName: "x", batchSize: 3 },
      limits: 5,
      sesion: {},
    });
    expect(options).toEqual({});
    expect(warnings).toEqual([
      "Unknown option `sesion` is ignored. Did you mean `session`?",
      "Unknown option `session.sesionName` is ignored. Did you mean `sessionName`?",
      "Unknown option `session.batchSize` is ignored. Did you mean `batchSize`?",
      "Expected `limits` to be an object, got `5` (number). It is ignored.",
    ]);
  });
});

describe("variables", () => {
  it("are read in the unit and direction of each", () => {
    const { options, warnings } = read(
      {},
      {
        HH_EXPORT_TIMEOUT: "2.5",
        HH_FLUSH_TIMEOUT: "4",
        HH_DISABLE_EXIT_HOOKS: "true",
        HH_SAMPLE_RATE: "0.25",
        HH_RESILIENCE_LEVEL: "STRICT",
        HH_DISABLE_BATCH: "enabled",
        HONEYHIVE_TELEMETRY: "false",
      },
    );
    expect(options).toEqual({
      exportTimeoutMs: 2500,
      flushTimeoutMs: 4000,
      exitHooks: false,
      sampleRate: 0.25,
      resilienceLevel: "strict",
      disableBatch: true,
      detectGit: false,
    });
    expect(warnings).toEqual([]);
  });

  it("of ours win over aliases and OpenTelemetry's", () => {
    const environment = {
      HONEYHIVE_API_KEY: "alias",
      HH_API_KEY: "ours",
      HONEYHIVE_SERVER_URL: "http://alias",
      OTEL_SPAN_EVENT_COUNT_LIMIT: "7",
      OTEL_ATTRIBUTE_COUNT_LIMIT: "8",
      HH_MAX_ATTRIBUTES: "9",
      OTEL_BSP_SCHEDULE_DELAY: "50",
      OTEL_SDK_DISABLED: "true",
    };
    expect(read({}, environment).options).toEqual({
      apiKey: "ours",
      serverUrl: "http://alias",
      maxEvents: 7,
      maxAttributes: 9,
      flushIntervalMs: 50,
      disableTracing: true,
    });
  });

  it.each(["HH_DISABLE_HTTP_TRACING", "HONEYHIVE_DISABLE_HTTP_TRACING", "DISABLE_HTTP_TRACING"])(
    "%s switches HTTP tracing",
    (name) => {
      expect(read({}, { [name]: "false" }).options).toEqual({ disableHttpTracing: false });
    },
  );

  it("that mean nothing are named, and the next one counts", () => {
    const environment = {
      HH_FLUSH_INTERVAL: "soon",
      OTEL_BSP_SCHEDULE_DELAY: "50",
      HH_SAMPLE_RATE: "2",
      HH_RESILIENCE_LEVEL: "brave",
      HH_VERBOSE: "maybe",
    };
    const { options, warnings } = read({}, environment);
    expect(options).toEqual({ flushIntervalMs: 50 });
    expect(warnings).toEqual([
      'Expected HH_FLUSH_INTERVAL to be a positive number of seconds, got `"soon"` (string). It is ignored.',
      'Expected HH_SAMPLE_RATE to be a number from 0 to 1, got `"2"` (string). It is ignored.',
      'Expected HH_RESILIENCE_LEVEL to be one of "strict", "balanced", "resilient", got `"brave"` (string). It is ignored.',
      'Expected HH_VERBOSE to be a boolean, got `"maybe"` (string). It is ignored.',
    ]);
  });

  it("without our prefix are not ours, apart from those that are documented", () => {
    const environment = {
      API_KEY: "x",
      PROJECT: "x",
      SOURCE: "x",
      SESSION_ID: "x",
      INPUTS: "{}",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://elsewhere",
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=secret",
      OTEL_TRACES_SAMPLER: "always_off",
    };
    expect(read({}, environment).options).toEqual({});
  });
});
