import { startCollector } from "@honeyhive/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { HoneyHiveError } from "../lib/errors.js";
import type { TracerOptions } from "../config/options.js";
import { HoneyHiveTracer } from "./tracer.js";

// The machine that runs the tests may have a key of its own.
beforeEach(() => void vi.stubEnv("HH_API_KEY", ""));
afterEach(() => void vi.unstubAllEnvs());

const nowhere = "http://127.0.0.1:9";

describe("a strict tracer", () => {
  it.each<[string, TracerOptions, string]>([
    ["without a key", {}, "INVALID_OPTION"],
    ["with a bad URL", { apiKey: "key", serverUrl: "nowhere" }, "INVALID_OPTION"],
    ["with a session id that is none", { apiKey: "key", sessionId: "order 7" }, "INVALID_OPTION"],
  ])("%s is not made", async (_what, options, code) => {
    const strict = { ...options, resilienceLevel: "strict" } as const;
    expect(() => new HoneyHiveTracer(strict)).toThrow(expect.objectContaining({ code }));
    await expect(HoneyHiveTracer.init(strict)).rejects.toMatchObject({ code });
  });

  it("is not made by init with a key that the server refuses", async () => {
    await using collector = await startCollector();
    collector.respondAlways({ kind: "refuse", status: 401 });
    const options = { apiKey: "key", serverUrl: collector.url, resilienceLevel: "strict" } as const;
    await expect(HoneyHiveTracer.init(options)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("rejects a flush that lost something, once, and one that was too short", async () => {
    await using collector = await startCollector();
    const tracer = new HoneyHiveTracer({
      apiKey: "key",
      serverUrl: collector.url,
      resilienceLevel: "strict",
    });
    tracer.trace(() => 1);
    await tracer.flush();
    collector.respondNext({ kind: "refuse", status: 400 });
    tracer.trace(() => 2);
    await expect(tracer.flush()).rejects.toMatchObject({ code: "DATA_LOST" });
    await expect(tracer.flush()).resolves.toMatchObject({ dropped: 1 });
    collector.respondNext({ kind: "delay", delayMs: 2000 });
    tracer.trace(() => 3);
    await expect(tracer.shutdown(20)).rejects.toMatchObject({ code: "DATA_LOST" });
  });

  it("that is switched off on purpose is made", () => {
    const options = { disableTracing: true, resilienceLevel: "strict" } as const;
    expect(new HoneyHiveTracer(options).trace(() => 5)).toBe(5);
  });
});

describe.each(["balanced", "resilient"] as const)("a %s tracer", (resilienceLevel) => {
  it("never throws; it says what is wrong once, on stderr, to onError and in diagnostics()", async () => {
    const errors: HoneyHiveError[] = [];
    const lines: string[] = [];
    const write = process.stderr.write.bind(process.stderr);
    process.stderr.write = (line: string | Uint8Array) => lines.push(String(line)) > 0;
    const onError = (error: HoneyHiveError): void => void errors.push(error);
    const tracer = await HoneyHiveTracer.init({ resilienceLevel, onError });
    expect(tracer.trace(() => 5)).toBe(5);
    await tracer.shutdown();
    process.stderr.write = write;
    expect(lines).toEqual([
      "[honeyhive] Tracing is disabled. Expected an API key, got none. Pass `apiKey` or set HH_API_KEY.\n",
    ]);
    expect(tracer.diagnostics().disabledReason).toContain("HH_API_KEY");
    expect(errors.map(({ code }) => code)).toEqual(["INVALID_OPTION"]);
  });

  it("tells onError what is lost, whatever onError does", async () => {
    await using collector = await startCollector();
    collector.respondAlways({ kind: "refuse", status: 400 });
    const errors: HoneyHiveError[] = [];
    const tracer = new HoneyHiveTracer({
      apiKey: "key",
      serverUrl: collector.url,
      resilienceLevel,
      onError: (error) => {
        errors.push(error);
        throw new Error("of the program");
      },
    });
    tracer.trace(() => 1);
    await expect(tracer.shutdown()).resolves.toMatchObject({ dropped: 2 });
    expect(errors.map(({ code }) => code)).toEqual(["DATA_LOST", "DATA_LOST"]);
  });
});

it("gives up after as many retries as are asked for", async () => {
  const tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: nowhere, maxRetries: 1 });
  tracer.trace(() => 1);
  const result = await tracer.shutdown();
  expect(result).toMatchObject({ dropped: 2, pending: 0 });
  expect(tracer.diagnostics().spans.droppedBy).toEqual({ "retries-exhausted": 1 });
});
