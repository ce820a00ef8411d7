import { routes } from "@honeyhive/contract";
import { startCollector, waitFor } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { createLogger } from "../lib/logger.js";
import { resolveSettings } from "../config/settings.js";
import type { Destination } from "../pipeline/transport.js";
import { leasePipeline, type PipelineLease } from "./pipelines.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

const others = process.rawListeners("beforeExit");

/** What Node would call; the test runner's own listeners are none of our business. */
function runOutOfWork(): void {
  for (const listener of process.rawListeners("beforeExit")) {
    if (!others.includes(listener)) listener.call(process, 0);
  }
}

const quiet = createLogger({ isVerbose: false, write: () => undefined });
const settings = resolveSettings({}, "standard", "balanced");
const lease = (destination: Destination, logger = quiet): PipelineLease =>
  leasePipeline({ destination, settings, logger });

describe("a pipeline", () => {
  it("is shared by tracers of one destination, and by no others", () => {
    const destination = { serverUrl: "http://127.0.0.1:9", apiKey: "a" };
    const leases = [
      lease(destination),
      lease({ ...destination }),
      lease({ ...destination, apiKey: "b" }),
      lease({ ...destination, serverUrl: "http://127.0.0.1:10" }),
    ];
    expect(leases[1]?.pipeline).toBe(leases[0]?.pipeline);
    expect(new Set(leases.map(({ pipeline }) => pipeline)).size).toBe(3);
    for (const each of leases) each.release();
  });

  it("is another one where sessions are sent one by one", () => {
    const request = { destination: { serverUrl: "http://127.0.0.1:9", apiKey: "a" }, settings };
    const leases = [undefined, true, false].map((mayBatchSessions) =>
      leasePipeline({ ...request, logger: quiet, mayBatchSessions }),
    );
    expect(leases[1]?.pipeline).toBe(leases[0]?.pipeline);
    expect(leases[2]?.pipeline).not.toBe(leases[0]?.pipeline);
    for (const each of leases) each.release();
  });

  it("lives until the last lease is released, each once", async () => {
    await using collector = await startCollector();
    const destination = { serverUrl: collector.url, apiKey: "a" };
    const [first, second] = [lease(destination), lease(destination)];
    first.release();
    first.release();
    const alive = await second.pipeline.request("one", routes.updateEventLegacy, {});
    second.release();
    const closed = await second.pipeline.request("one", routes.updateEventLegacy, {});
    expect([alive.result, closed.result]).toEqual(["delivered", "gave-up"]);
    const third = lease(destination);
    expect(third.pipeline).not.toBe(second.pipeline);
    third.release();
  });
});

describe("when the program runs out of work", () => {
  it("what waits is sent, each time", async () => {
    await using collector = await startCollector();
    await using tracer = new HoneyHiveTracer({
      apiKey: "key",
      serverUrl: collector.url,
      flushIntervalMs: 60_000,
    });
    for (const count of [1, 2]) {
      tracer.trace(function work() {});
      runOutOfWork();
      await collector.waitForSpans(count);
      await waitFor({
        what: "an empty queue",
        find: () => (tracer.diagnostics().spans.pending === 0 ? true : undefined),
        describe: () => JSON.stringify(tracer.diagnostics().spans),
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(collector.spans).toHaveLength(2);
  });

  it("what cannot be sent is said", async () => {
    const said: string[] = [];
    await using tracer = new HoneyHiveTracer({ apiKey: "key", testMode: true });
    const failing = lease(
      { serverUrl: "http://127.0.0.1:9", apiKey: "at exit" },
      createLogger({ isVerbose: false, write: (line) => said.push(line) }),
    );
    void failing.pipeline.request("one", routes.updateEventLegacy, {});
    runOutOfWork();
    await waitFor({
      what: "a warning",
      find: () => said.find((line) => line.includes("The program ends")),
      describe: () => said.join("\n"),
    });
    expect(said.at(-1)).toContain("1 span or update");
    expect(tracer.isEnabled).toBe(true);
    failing.release();
  });

  it("nothing of ours keeps it alive", async () => {
    await using collector = await startCollector();
    await using tracer = new HoneyHiveTracer({
      apiKey: "key",
      serverUrl: collector.url,
      flushIntervalMs: 60_000,
    });
    const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    tracer.trace(function work() {});
    const after = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    expect(after).toBe(before);
  });
});

describe("a key that the server refuses", () => {
  it.each([401, 403])(
    "with %i disables the tracer, which says so once and without the key",
    async (status) => {
      await using collector = await startCollector();
      collector.respondAlways({ kind: "refuse", status });
      const said: string[] = [];
      const write = process.stderr.write.bind(process.stderr);
      process.stderr.write = (line: string | Uint8Array) => said.push(String(line)) > 0;
      try {
        await using tracer = await HoneyHiveTracer.init({
          apiKey: "hh-secret",
          serverUrl: collector.url,
        });
        expect(tracer.trace(() => 5)).toBe(5);
        expect(tracer.isEnabled).toBe(false);
        expect(tracer.diagnostics().disabledReason).toContain(`HTTP ${status}`);
      } finally {
        process.stderr.write = write;
      }
      expect(said.filter((line) => line.includes("[honeyhive]"))).toHaveLength(1);
      expect(said.join("")).not.toContain("hh-secret");
      expect(collector.requests.map(({ path }) => path)).toEqual(["/session/start"]);
    },
  );
});
