import { routes } from "@honeyhive/contract";
import { startCollector, waitFor, type CollectedRequest, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { createLogger } from "../lib/logger.js";
import { Pipeline } from "./pipeline.js";
import { createHttpTransport } from "./transport.js";

interface Setup extends AsyncDisposable {
  readonly pipeline: Pipeline;
  readonly collector: Collector;
}

async function open(
  takesBatches: boolean,
  write: (line: string) => void = () => undefined,
): Promise<Setup> {
  const collector = await startCollector({ takesBatches });
  const destination = { serverUrl: collector.url, apiKey: "key" };
  const pipeline = new Pipeline({
    destination,
    transport: createHttpTransport(destination, { maxSockets: 40, holdMs: 3000 }),
    logger: createLogger({ isVerbose: false, write }),
    limits: {
      maxQueueBytes: 1 << 24,
      maxQueueCount: 1000,
      maxBatchBytes: 1 << 20,
      maxBatchCount: 100,
      batchGrowth: 1,
      delayMs: 10,
      maxInFlight: 2,
      timeoutMs: 2000,
      maxSpanBytes: 1 << 20,
    },
    retry: { firstDelayMs: 5, maxDelayMs: 20, maxElapsedMs: 5000, maxAttempts: Infinity },
    runUntraced: (fn) => fn(),
  });
  return {
    pipeline,
    collector,
    [Symbol.asyncDispose]: async () => {
      pipeline.close();
      await collector[Symbol.asyncDispose]();
    },
  };
}

const start = ({ pipeline }: Setup, id: string, text = ""): Promise<{ result: string }> =>
  pipeline.request(id, routes.startSessionLegacy, {
    session: { session_id: id, inputs: { text } },
  });

const update = ({ pipeline }: Setup, id: string, step: number): Promise<{ result: string }> =>
  pipeline.request(id, routes.updateEventLegacy, { event_id: id, metadata: { step } });

/** What a request changes, one text for each change; several in a batch. */
function changesIn({ path, body }: CollectedRequest): string | readonly string[] {
  if (path !== "/v1/sessions/batch") return describeChange(body);
  return (body as { readonly changes: readonly unknown[] }).changes.map(describeChange);
}

function describeChange(body: unknown): string {
  const { session, event_id, metadata } = body as {
    readonly session?: { readonly session_id: string };
    readonly event_id?: string;
    readonly metadata?: { readonly step: number };
  };
  return session === undefined ? `${event_id} ${metadata?.step}` : `${session.session_id} starts`;
}

const all = ({ requests }: Collector): unknown[] => requests.map(changesIn);

/** From here on the pipeline knows what the server takes. */
async function meet(setup: Setup): Promise<void> {
  await start(setup, "first");
}

describe("requests to a server that takes batches", () => {
  it("travel together once it has said so, those of a session in their order", async () => {
    await using setup = await open(true);
    await meet(setup);
    void start(setup, "a");
    void start(setup, "b");
    void update(setup, "a", 1);
    void update(setup, "b", 1);
    void update(setup, "a", 2);
    const flushed = await setup.pipeline.flush(5000);
    expect(flushed.isComplete).toBe(true);
    expect(all(setup.collector)).toEqual([
      "first starts",
      ["a starts", "a 1", "a 2", "b starts", "b 1"],
    ]);
    expect(setup.pipeline.snapshot().requests).toMatchObject({ accepted: 6, delivered: 6 });
  });

  it("leave without a flush", async () => {
    await using setup = await open(true);
    await meet(setup);
    await Promise.all([start(setup, "a"), start(setup, "b")]);
    expect(all(setup.collector)).toEqual(["first starts", ["a starts", "b starts"]]);
  });

  it("wait for the answer to the ones before, and leave together with what comes until then", async () => {
    await using setup = await open(true);
    await meet(setup);
    setup.collector.respondNext({ kind: "delay", delayMs: 200 });
    const first = start(setup, "a");
    await waitFor({
      what: "the start of a",
      find: () => setup.collector.requests[1],
      describe: () => `${setup.collector.requests.length} requests`,
    });
    void start(setup, "b");
    await first;
    expect(setup.collector.requests).toHaveLength(2);
    void start(setup, "c");
    await setup.pipeline.flush(5000);
    expect(all(setup.collector).slice(1)).toEqual(["a starts", ["b starts", "c starts"]]);
  });

  it("are sent again when the answer was lost", async () => {
    await using setup = await open(true);
    await meet(setup);
    setup.collector.respondNext({ kind: "cut" }, { kind: "refuse", status: 503 });
    void start(setup, "a");
    void start(setup, "b");
    expect((await setup.pipeline.flush(5000)).isComplete).toBe(true);
    expect(all(setup.collector).slice(1)).toEqual(
      Array.from({ length: 3 }, () => ["a starts", "b starts"]),
    );
  });

  it("go alone when they are refused together: only what is wrong is lost", async () => {
    await using setup = await open(true);
    await meet(setup);
    const refuse = { kind: "refuse", status: 400 } as const;
    setup.collector.respondNext(refuse, { kind: "accept" }, refuse, { kind: "accept" });
    void start(setup, "a");
    const odd = update(setup, "a", 1);
    const good = update(setup, "a", 2);
    await setup.pipeline.flush(5000);
    expect([(await odd).result, (await good).result]).toEqual(["rejected", "delivered"]);
    expect(all(setup.collector).slice(2)).toEqual(["a starts", "a 1", "a 2"]);
    expect(setup.pipeline.snapshot().requests).toMatchObject({
      accepted: 4,
      delivered: 3,
      dropped: 1,
      droppedBy: { rejected: 1 },
    });
  });

  it("are counted one by one where the server does not keep all of them, and it is said once", async () => {
    const warnings: string[] = [];
    await using setup = await open(true, (line) => warnings.push(line));
    await meet(setup);
    const message = "Expected a session that was not deleted, got `a`.";
    setup.collector.respondNext({ kind: "reject-changes", indexes: [0, 1], message });
    const results = [start(setup, "a"), update(setup, "a", 1), start(setup, "b")];
    await setup.pipeline.flush(5000);
    expect((await Promise.all(results)).map((one) => one.result)).toEqual([
      "rejected",
      "rejected",
      "delivered",
    ]);
    expect(setup.collector.requests).toHaveLength(2);
    expect(setup.pipeline.snapshot().requests).toMatchObject({
      accepted: 4,
      delivered: 2,
      dropped: 2,
      pending: 0,
      droppedBy: { rejected: 2 },
    });
    expect(warnings.filter((line) => line.includes(message))).toHaveLength(1);
  });

  it("travel in batches of no more than a megabyte", async () => {
    await using setup = await open(true);
    await meet(setup);
    for (let n = 0; n < 5; n++) void start(setup, `s${n}`, "x".repeat(400_000));
    await setup.pipeline.flush(5000);
    const sizes = all(setup.collector).map((changes) => [changes].flat().length);
    expect(Math.max(...sizes)).toBe(2);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(6);
  });

  it("are all refused with their key", async () => {
    await using setup = await open(true);
    await meet(setup);
    setup.collector.respondAlways({ kind: "refuse", status: 401 });
    void start(setup, "a");
    void update(setup, "a", 1);
    await setup.pipeline.flush(5000);
    expect(setup.collector.requests).toHaveLength(2);
    expect(setup.pipeline.snapshot().requests.droppedBy).toEqual({ rejected: 2 });
  });

  it("are given up when the pipeline closes, each accounted for", async () => {
    await using setup = await open(true);
    await meet(setup);
    setup.collector.respondAlways({ kind: "refuse", status: 503 });
    const first = update(setup, "first", 1);
    const second = update(setup, "first", 2);
    setup.pipeline.close();
    expect([(await first).result, (await second).result]).toEqual(["gave-up", "gave-up"]);
    expect(setup.pipeline.snapshot().requests).toMatchObject({ dropped: 2, pending: 0 });
  });
});

it("a server that takes no batches any more gets each request alone, and nothing is lost", async () => {
  await using modern = await open(true);
  await meet(modern);
  // Another generation behind the same address: it knows no such route.
  modern.collector.respondNext({ kind: "refuse", status: 404 });
  void start(modern, "a");
  void update(modern, "a", 1);
  expect((await modern.pipeline.flush(5000)).isComplete).toBe(true);
  expect(all(modern.collector).slice(2)).toEqual(["a starts", "a 1"]);
});

it("a server that has never said that it takes batches gets none", async () => {
  await using setup = await open(false);
  await meet(setup);
  for (const id of ["a", "b", "c"]) void start(setup, id);
  await setup.pipeline.flush(5000);
  expect(new Set(all(setup.collector))).toEqual(
    new Set(["first starts", "a starts", "b starts", "c starts"]),
  );
});
