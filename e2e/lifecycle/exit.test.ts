import { otlpTracesPath } from "@honeyhive/contract";
import { startCollector, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { runProgram } from "./run-program.js";

const names = (collector: Collector): string[] => collector.spans.map(({ name }) => name);

describe("a program that runs out of work", () => {
  it.each([
    ["out-of-work", 0],
    ["exit-code", 7],
  ])("%s: sends what waits and ends with its own exit code", async (ending, exitCode) => {
    await using collector = await startCollector();
    const result = await runProgram({ ending, collectorUrl: collector.url });
    expect(result).toMatchObject({ exitCode, signal: null, stderr: "" });
    expect(names(collector)).toEqual(["work"]);
  });

  it("ends in time when the server does not answer, and says what is lost", async () => {
    await using collector = await startCollector();
    collector.respondAlways({ kind: "delay", delayMs: 60_000 });
    const result = await runProgram({
      ending: "out-of-work",
      collectorUrl: collector.url,
      flushTimeoutMs: 300,
    });
    expect(result.exitCode).toBe(0);
    expect(result.tookMs).toBeLessThan(5000);
    expect(result.stderr).toContain("The program ends before 2 spans or updates");
  });
});

describe("a program that has left a stream before its end", () => {
  it.each(["left-stream", "left-stream-and-exit", "left-stream-and-signal"])(
    "%s: sends what was read of it",
    async (ending) => {
      await using collector = await startCollector();
      const { stderr } = await runProgram({ ending, collectorUrl: collector.url });
      expect(stderr).toBe("");
      const stream = collector.spans.find(({ name }) => name === "stream");
      expect(stream?.attributes["honeyhive_outputs.result"]).toBe("one ");
    },
  );
});

describe("a program that calls process.exit()", () => {
  it.each([
    ["exit-now", 5],
    ["exit-in-handler", 6],
  ])("%s: sends what waits and ends with its own exit code", async (ending, exitCode) => {
    await using collector = await startCollector();
    const result = await runProgram({ ending, collectorUrl: collector.url });
    expect(result).toMatchObject({ exitCode, signal: null, stderr: "" });
    expect(names(collector)).toEqual(["work"]);
    // A request without an answer is sent once more: whoever takes it knows it by its ids.
    expect(new Set(collector.requests.map(({ path }) => path))).toEqual(
      new Set(["/session/start", otlpTracesPath]),
    );
    expect(collector.requests.at(-1)?.path).toBe(otlpTracesPath);
  });

  it("sends each session before its update, and what several servers get", async () => {
    await using collector = await startCollector();
    await using other = await startCollector();
    const result = await runProgram({
      ending: "exit-with-much",
      collectorUrl: collector.url,
      otherUrl: other.url,
    });
    expect(result).toMatchObject({ exitCode: 0, stderr: "" });
    expect(collector.spans).toHaveLength(61);
    const sessionsOfSpans = new Set(
      collector.spans.map((span) => span.attributes["honeyhive.session_id"]),
    );
    expect(sessionsOfSpans.size).toBe(21);
    expect(names(other)).toEqual(["elsewhere"]);
    const startedBefore = new Set<unknown>();
    const updated = new Set<unknown>();
    for (const { method, body } of collector.requests) {
      const { session, event_id } = body as { session?: { session_id: string }; event_id?: string };
      if (session !== undefined) startedBefore.add(session.session_id);
      if (method === "PUT" && startedBefore.has(event_id)) updated.add(event_id);
    }
    expect(updated.size).toBe(20);
  });

  it("loads nothing twice that the program preloads", async () => {
    await using collector = await startCollector();
    const preload = new URL("./fixtures/preload.mjs", import.meta.url).href;
    const result = await runProgram({
      ending: "exit-now",
      collectorUrl: collector.url,
      environment: { NODE_OPTIONS: `--import=${preload}` },
    });
    expect(result.stdout).toBe("preloaded\n");
    expect(names(collector)).toEqual(["work"]);
  });

  it("ends in time when the server does not answer, and says what is lost", async () => {
    await using collector = await startCollector();
    collector.respondAlways({ kind: "delay", delayMs: 60_000 });
    const result = await runProgram({
      ending: "exit-now",
      collectorUrl: collector.url,
      flushTimeoutMs: 300,
    });
    expect(result.exitCode).toBe(5);
    expect(result.tookMs).toBeLessThan(5000);
    expect(result.stderr).toContain("The program ends before 2 spans or updates");
    expect(result.stderr).toContain("No answer within 300 ms");
  });

  it("says what the server refuses", async () => {
    await using collector = await startCollector();
    collector.respondAlways({ kind: "refuse", status: 401 });
    const result = await runProgram({ ending: "exit-now", collectorUrl: collector.url });
    expect(result.exitCode).toBe(5);
    expect(result.stderr).toContain("Expected an API key that");
  });

  it("says that nobody listens", async () => {
    const collector = await startCollector();
    await collector[Symbol.asyncDispose]();
    const result = await runProgram({ ending: "exit-now", collectorUrl: collector.url });
    expect(result.exitCode).toBe(5);
    expect(result.stderr).toContain("The program ends before 2 spans or updates");
    expect(result.stderr).toContain("ECONNREFUSED");
  });

  it("says what only the program's own `fetch` could have sent", async () => {
    await using collector = await startCollector();
    const result = await runProgram({ ending: "exit-with-fetch", collectorUrl: collector.url });
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toContain("The program ends before 2 spans or updates");
    expect(result.stderr).toContain("only the event loop of the program can send it");
  });
});

it("sends what waits in a worker thread that ends itself", async () => {
  await using collector = await startCollector();
  const result = await runProgram({ ending: "exit-of-worker", collectorUrl: collector.url });
  expect(result).toMatchObject({ exitCode: 0, stderr: "" });
  expect(names(collector).toSorted()).toEqual(["inWorker", "work"]);
});

describe("a signal", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "%s ends the program as it would have, once what waits has been sent",
    async (signal) => {
      await using collector = await startCollector();
      const result = await runProgram({
        ending: "signal",
        collectorUrl: collector.url,
        signals: [signal],
      });
      expect(result).toMatchObject({ exitCode: null, signal, stderr: "" });
      expect(names(collector)).toEqual(["work"]);
    },
  );

  it("ends the program within the flush budget when the server does not answer", async () => {
    await using collector = await startCollector();
    collector.respondAlways({ kind: "delay", delayMs: 60_000 });
    const result = await runProgram({
      ending: "signal",
      collectorUrl: collector.url,
      signals: ["SIGTERM"],
      flushTimeoutMs: 500,
    });
    expect(result.signal).toBe("SIGTERM");
    expect(result.tookMs).toBeLessThan(5000);
  });

  it("that comes again ends the program at once", async () => {
    await using collector = await startCollector();
    collector.respondAlways({ kind: "delay", delayMs: 60_000 });
    const result = await runProgram({
      ending: "signal",
      collectorUrl: collector.url,
      signals: ["SIGINT", "SIGINT"],
      flushTimeoutMs: 30_000,
    });
    expect(result.signal).toBe("SIGINT");
    expect(result.tookMs).toBeLessThan(10_000);
  });

  it("that the host handles is the host's to answer", async () => {
    await using collector = await startCollector();
    const result = await runProgram({
      ending: "host-handles-signal",
      collectorUrl: collector.url,
      signals: ["SIGTERM"],
    });
    expect(result).toMatchObject({ exitCode: 3, signal: null });
    expect(result.stdout).toContain("host was asked");
    expect(names(collector)).toEqual(["work"]);
  });

  it.each(["host-counts-listeners", "host-counts-listeners-later"])(
    "finds a host that counts listeners alone, whenever it does: %s",
    async (ending) => {
      await using collector = await startCollector();
      const result = await runProgram({
        ending,
        collectorUrl: collector.url,
        signals: ["SIGTERM"],
      });
      expect(result).toMatchObject({ exitCode: 4, signal: null });
      expect(result.stdout).toContain("listeners: 1");
      expect(names(collector)).toEqual(["work"]);
    },
  );
});

describe("a failure that nobody catches", () => {
  it.each(["uncaught", "uncaught-when-ready", "rejection"])(
    "%s: ends the program as it would have, once what waits has been sent",
    async (ending) => {
      await using collector = await startCollector();
      const result = await runProgram({ ending, collectorUrl: collector.url });
      expect(result).toMatchObject({ exitCode: 1, signal: null });
      expect(result.stderr).toContain("the program's own failure");
      expect(result.stderr).not.toContain("[honeyhive]");
      expect(names(collector)).toEqual(["work"]);
    },
  );

  it("that the host survives costs nothing", async () => {
    await using collector = await startCollector();
    const result = await runProgram({ ending: "uncaught-handled", collectorUrl: collector.url });
    expect(result).toMatchObject({ exitCode: 0, stderr: "" });
    expect(result.stdout).toContain("host goes on");
    expect(names(collector)).toEqual(["work"]);
  });
});

it("shuts all tracers down, takes its listeners away and starts again", async () => {
  await using collector = await startCollector();
  const result = await runProgram({ ending: "shutdown-all", collectorUrl: collector.url });
  expect(result).toMatchObject({ exitCode: 0, stderr: "" });
  expect(result.stdout).toContain("listeners: 0");
  expect(names(collector).toSorted()).toEqual(["afterwards", "otherWork", "work"]);
});
