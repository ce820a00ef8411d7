import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import {
  makeTemporaryDirectory,
  startCollector,
  waitFor,
  type Collector,
} from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { HoneyHiveTracer } from "../../tracer/tracer.js";
import type { TracerOptions } from "../../config/options.js";
import type { LedgerSnapshot } from "../ledger.js";

const gone = "http://127.0.0.1:9";

function connect(spool: string, options: TracerOptions = {}): HoneyHiveTracer {
  return new HoneyHiveTracer({
    apiKey: "key",
    detectGit: false,
    exitHooks: false,
    resilienceLevel: "balanced",
    spool,
    ...options,
  });
}

function trace(tracer: HoneyHiveTracer, count: number): void {
  for (let index = 0; index < count; index++) tracer.startSpan(`span ${index}`).end();
}

/** Spans of a tracer whose server never answered, left on disk. */
async function leaveBehind(spool: string, count: number, options: TracerOptions): Promise<void> {
  const tracer = connect(spool, { flushTimeoutMs: 200, ...options });
  trace(tracer, count);
  const result = await tracer.shutdown();
  expect(result).toMatchObject({ exported: 0, dropped: 0 });
  expect(tracer.diagnostics().spans).toMatchObject({ accepted: count, pending: count });
}

async function listFiles(directory: string): Promise<string[]> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function distinct({ spans }: Collector): number {
  return new Set(spans.map(({ spanId }) => spanId)).size;
}

describe("with a spool", () => {
  it("what a tracer could not deliver is delivered by the next one, session and updates too", async () => {
    await using directory = await makeTemporaryDirectory();
    await using collector = await startCollector();
    collector.respondAlways({ kind: "refuse", status: 503 });
    const first = connect(directory.path, { serverUrl: collector.url, flushTimeoutMs: 200 });
    trace(first, 30);
    void first.enrichSession({ metadata: { step: 1 } });
    void first.enrichSession({ metadata: { step: 2 } });
    expect(await first.shutdown()).toMatchObject({ exported: 0, dropped: 0, pending: 33 });
    await collector.waitForQuiet();
    collector.respondAlways({ kind: "accept" });
    const before = collector.requests.length;
    await using next = connect(directory.path, { serverUrl: collector.url });
    await next.flush();
    expect(distinct(collector)).toBe(30);
    expect(next.diagnostics().spool).toMatchObject({
      spans: 0,
      requests: 0,
      sizeBytes: 0,
      replayed: { spans: { accepted: 30, delivered: 30 }, requests: { accepted: 3, delivered: 3 } },
    });
    const replayed = collector.requests.slice(before).filter(({ path }) => path !== otlpPath);
    expect(replayed.map(({ method, path, body }) => [method, path, stepOf(body)])).toEqual([
      ["POST", "/session/start", undefined],
      ["PUT", "/events", 1],
      ["PUT", "/events", 2],
    ]);
    expect(await listFiles(directory.path)).toEqual([]);
  });

  it("a server that is back gets what waits from the same tracer", async () => {
    await using directory = await makeTemporaryDirectory();
    await using collector = await startCollector();
    collector.respondNext({ kind: "cut" }, { kind: "refuse", status: 500 });
    await using tracer = connect(directory.path, { serverUrl: collector.url });
    trace(tracer, 10);
    expect(await tracer.flush()).toEqual({
      exported: 10,
      dropped: 0,
      pending: 0,
      isComplete: true,
    });
    expect(tracer.diagnostics().spool).toMatchObject({ spans: 0, replayed: noReplay });
  });

  it("more spans than the queue in memory holds are kept while the server is gone", async () => {
    await using directory = await makeTemporaryDirectory();
    const tracer = connect(directory.path, {
      serverUrl: gone,
      maxQueueSize: 100,
      batchSize: 50,
      flushTimeoutMs: 50,
    });
    for (let round = 0; round < 5; round++) {
      trace(tracer, 100);
      await waitFor({
        what: "an empty queue in memory",
        find: () => (tracer.diagnostics().spool?.spans === (round + 1) * 100 ? true : undefined),
        describe: () => JSON.stringify(tracer.diagnostics().spool),
      });
    }
    expect(tracer.diagnostics().spans).toMatchObject({ accepted: 500, dropped: 0, pending: 500 });
    await tracer.shutdown();
  });

  it("another key or server never sees what waits", async () => {
    await using directory = await makeTemporaryDirectory();
    await using collector = await startCollector();
    await leaveBehind(directory.path, 5, { serverUrl: gone });
    await using otherServer = connect(directory.path, { serverUrl: collector.url });
    await using otherKey = connect(directory.path, {
      serverUrl: gone,
      apiKey: "other",
      flushTimeoutMs: 100,
    });
    await otherServer.flush();
    await otherKey.flush(100);
    expect(collector.spans).toEqual([]);
    expect(otherKey.diagnostics().spool).toMatchObject({ replayed: noReplay });
    await using same = connect(directory.path, { serverUrl: gone, flushTimeoutMs: 100 });
    const replayed = (): LedgerSnapshot | undefined => same.diagnostics().spool?.replayed.spans;
    // Reading what is there may take longer than a flush was given.
    await waitFor({
      what: "5 replayed spans",
      find: () => (replayed()?.accepted === 5 ? true : undefined),
      describe: () => JSON.stringify(replayed()),
    });
    expect(replayed()).toMatchObject({ accepted: 5, pending: 5 });
  });

  it("nobody else may read it, and neither the key nor what was redacted is in it", async () => {
    await using directory = await makeTemporaryDirectory();
    await leaveBehind(directory.path, 3, {
      serverUrl: gone,
      apiKey: "hh-secret",
      metadata: { secret: "hunter2" },
      redact: () => {
        throw new Error("withheld");
      },
    });
    const files = await listFiles(directory.path);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const { mode } = await stat(file);
      expect(mode & 0o077).toBe(0);
      const text = await readText(file);
      expect(text).not.toContain("hh-secret");
      expect(text).not.toContain("hunter2");
    }
    const [folder = ""] = await readdir(directory.path);
    expect((await stat(join(directory.path, folder))).mode & 0o077).toBe(0);
  });

  it("two tracers that start at once take each file once", async () => {
    await using directory = await makeTemporaryDirectory();
    await using collector = await startCollector();
    const serverUrl = collector.url;
    collector.respondAlways({ kind: "refuse", status: 503 });
    await leaveBehind(directory.path, 200, { serverUrl, batchSize: 10 });
    await collector.waitForQuiet();
    collector.respondAlways({ kind: "accept" });
    // Different limits make different pipelines.
    const tracers = [100, 101, 102].map((batchSize) =>
      connect(directory.path, { serverUrl, batchSize }),
    );
    await Promise.all(tracers.map((tracer) => tracer.flush()));
    expect(distinct(collector)).toBe(200);
    const taken = tracers.map((tracer) => tracer.diagnostics().spool?.replayed.spans.delivered);
    expect(taken.reduce((sum = 0, count = 0) => sum + count)).toBe(200);
    await Promise.all(tracers.map((tracer) => tracer.shutdown()));
  });

  it("a file that is too large for the server is split", async () => {
    await using directory = await makeTemporaryDirectory();
    await using collector = await startCollector();
    collector.respondNext({ kind: "accept" }, { kind: "refuse", status: 413 });
    await using tracer = connect(directory.path, { serverUrl: collector.url });
    await tracer.ready;
    trace(tracer, 9);
    expect(await tracer.flush()).toMatchObject({ exported: 9, dropped: 0 });
    expect(distinct(collector)).toBe(9);
    expect(collector.requests.filter(({ path }) => path === otlpPath)).toHaveLength(3);
    const names = collector.spans.map(({ name }) => name).toSorted();
    expect(names).toEqual(Array.from({ length: 9 }, (_, index) => `span ${index}`));
  });
});

describe("the bounds of a spool", () => {
  it("what is older than it may be is dropped and counted", async () => {
    await using directory = await makeTemporaryDirectory();
    await using collector = await startCollector();
    collector.respondAlways({ kind: "refuse", status: 503 });
    await leaveBehind(directory.path, 4, { serverUrl: collector.url });
    await collector.waitForQuiet();
    collector.respondAlways({ kind: "accept" });
    const losses: string[] = [];
    await using tracer = connect(directory.path, {
      serverUrl: collector.url,
      spoolMaxAgeMs: 0.001,
      onError: ({ message }) => losses.push(message),
    });
    await tracer.flush();
    expect(collector.spans).toEqual([]);
    expect(tracer.diagnostics().spool?.replayed.spans).toMatchObject({
      accepted: 4,
      dropped: 4,
      droppedBy: { "spool-expired": 4 },
    });
    expect(losses.join("\n")).toContain("4 spans dropped (spool-expired)");
  });

  it("what exceeds the bytes waits in memory, and is said once and counted when it is lost", async () => {
    await using directory = await makeTemporaryDirectory();
    const losses: string[] = [];
    const tracer = connect(directory.path, {
      serverUrl: gone,
      spoolMaxBytes: 4000,
      batchSize: 10,
      flushTimeoutMs: 50,
      onError: ({ message }) => losses.push(message),
    });
    trace(tracer, 300);
    await tracer.shutdown();
    // What was being sent from memory settles by itself.
    const { spans, spool } = await waitFor({
      what: "closed accounts",
      find: () => {
        const found = tracer.diagnostics();
        return found.spans.pending === found.spool?.spans ? found : undefined;
      },
      describe: () => JSON.stringify(tracer.diagnostics()),
    });
    expect(spans.accepted).toBe(300);
    expect(spans.accepted).toBe(spans.delivered + spans.dropped + spans.pending);
    expect(spool?.sizeBytes).toBeLessThanOrEqual(4000);
    expect(spans.pending).toBeGreaterThan(0);
    expect(spans.dropped).toBeGreaterThan(0);
    expect(losses.join("\n")).toContain("spool-full");
  });

  it("damaged files are dropped and counted, their neighbours delivered", async () => {
    await using directory = await makeTemporaryDirectory();
    await using collector = await startCollector();
    collector.respondAlways({ kind: "refuse", status: 503 });
    await leaveBehind(directory.path, 20, { serverUrl: collector.url, batchSize: 10 });
    await collector.waitForQuiet();
    collector.respondAlways({ kind: "accept" });
    const [damaged = ""] = (await listFiles(directory.path)).filter((path) =>
      path.includes("-span-"),
    );
    await writeFile(damaged, "half a fi");
    await using tracer = connect(directory.path, { serverUrl: collector.url });
    await tracer.flush();
    expect(distinct(collector)).toBe(10);
    expect(tracer.diagnostics().spool?.replayed.spans).toMatchObject({
      delivered: 10,
      droppedBy: { "spool-unreadable": 10 },
    });
  });

  it("a directory that cannot be used is said, and tracing goes on without", async () => {
    await using directory = await makeTemporaryDirectory();
    await using collector = await startCollector();
    const file = join(directory.path, "file");
    await writeFile(file, "");
    await using tracer = connect(file, { serverUrl: collector.url });
    trace(tracer, 2);
    expect(await tracer.flush()).toMatchObject({ exported: 2 });
    expect(tracer.diagnostics().spool).toBeUndefined();
  });

  it("a directory that stops being writable costs nothing while the server answers", async () => {
    await using directory = await makeTemporaryDirectory();
    await using collector = await startCollector();
    await using tracer = connect(directory.path, { serverUrl: collector.url });
    const [folder = ""] = await readdir(directory.path);
    // A file in the place of the destination's folder: whatever the user, nothing can be written below it.
    await replaceWithFile(join(directory.path, folder));
    trace(tracer, 7);
    expect(await tracer.flush()).toMatchObject({ exported: 7, dropped: 0 });
  });
});

it("test mode writes nothing", async () => {
  await using directory = await makeTemporaryDirectory();
  await mkdir(join(directory.path, "spool"));
  await using tracer = connect(join(directory.path, "spool"), { testMode: true });
  trace(tracer, 3);
  await tracer.flush();
  expect(await readdir(join(directory.path, "spool"))).toEqual([]);
});

const otlpPath = "/opentelemetry/v1/traces";
const noReplay = { spans: { accepted: 0 }, requests: { accepted: 0 } };

function stepOf(body: unknown): unknown {
  return (body as { readonly metadata?: { readonly step?: unknown } }).metadata?.step;
}

async function readText(path: string): Promise<string> {
  return readFile(path, "latin1");
}

async function replaceWithFile(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
  await writeFile(path, "");
}
