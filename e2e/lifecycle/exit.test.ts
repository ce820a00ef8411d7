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

it("says what is lost when the program does not wait", async () => {
  await using collector = await startCollector();
  const result = await runProgram({ ending: "exit-now", collectorUrl: collector.url });
  expect(result).toMatchObject({ exitCode: 5, signal: null });
  expect(result.stderr).toContain("The program ends before 2 spans or updates");
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

  it("finds a host that counts listeners alone", async () => {
    await using collector = await startCollector();
    const result = await runProgram({
      ending: "host-counts-listeners",
      collectorUrl: collector.url,
      signals: ["SIGTERM"],
    });
    expect(result).toMatchObject({ exitCode: 4, signal: null });
    expect(result.stdout).toContain("listeners: 1");
  });
});

describe("a failure that nobody catches", () => {
  it.each(["uncaught", "rejection"])("%s: ends the program as it would have", async (ending) => {
    await using collector = await startCollector();
    const result = await runProgram({ ending, collectorUrl: collector.url });
    expect(result).toMatchObject({ exitCode: 1, signal: null });
    expect(result.stderr).toContain("the program's own failure");
    expect(result.stderr).toContain("The program ends before 2 spans or updates");
  });

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
