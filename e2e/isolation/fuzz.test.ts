import { once } from "node:events";
import { symlink } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

import {
  makeRandom,
  makeTemporaryDirectory,
  startCollector,
  type CollectedSpan,
  type Collector,
  type TemporaryDirectory,
} from "@honeyhive/testing";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { FuzzInput, FuzzOutput } from "./fuzz-program.js";
import type { Expected } from "./fuzz-run.js";

const spansPerRound = 20_000;
/** Consumers that leave early keep some from being made. */
const plannedPerRound = 24_000;
const workersPerRound = 2;
const spans = Number(process.env["FUZZ_SPANS"] ?? 100_000);
const firstSeed = Number(process.env["FUZZ_SEED"] ?? 1);
/** The sessions of the last one are sent in part. */
const sampleRates = [1, 1, 1, 0.5];
const sampledTracer = 3;

const seeds = Array.from(
  { length: Math.ceil(spans / spansPerRound) },
  (_, index) => firstSeed + index,
);

let directory: TemporaryDirectory;
let program: string;

/** Node runs the programs alone, with the package as it was built. */
beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  program = join(directory.path, "program.mjs");
  const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
  await symlink(modules, join(directory.path, "node_modules"));
  const input = fileURLToPath(new URL("./fuzz-program.ts", import.meta.url));
  const bundled = await rolldown({ input, platform: "node", external: /^(@|node:|honeyhive)/ });
  await bundled.write({ file: program, format: "esm" });
  await bundled.close();
});

afterAll(() => directory[Symbol.asyncDispose]());

test.each(seeds)("misroutes no span of the random programs of FUZZ_SEED=%i", async (seed) => {
  await using collectors = await startCollectors();
  await using answering = await startAnswering();
  const random = makeRandom(-seed);
  const { expected: made, flushed } = await runProgram({
    seed,
    size: plannedPerRound,
    prefix: "",
    workers: workersPerRound,
    tracers: collectors.all.map(({ url }, index) => ({
      serverUrl: url,
      apiKey: `key-${index}`,
      sessionId: random.uuid(),
      sampleRate: sampleRates[index] ?? 1,
    })),
    fetchUrl: answering.url,
    from: undefined,
  });
  expect(flushed.every(({ isComplete }) => isComplete)).toBe(true);
  expect(made.size).toBeGreaterThanOrEqual(spansPerRound);
  const arrived = collectors.all.flatMap(({ spans: collected }, tracer) =>
    collected.map((span) => ({ tracer, span })),
  );
  const expected = withoutSampledOut(made, arrived);
  expect(findMisrouted(arrived, expected)).toEqual([]);
  // A request whose answer was lost is sent again: a server knows a span by its id.
  expect(new Set(arrived.map(({ span }) => span.spanId)).size).toBe(expected.size);
});

async function runProgram(input: FuzzInput): Promise<FuzzOutput> {
  const worker = new Worker(program, { workerData: input, execArgv: [] });
  // Each thread posts one message, of this form.
  const [output] = (await once(worker, "message")) as [FuzzOutput];
  await worker.terminate();
  return output;
}

interface Arrival {
  readonly tracer: number;
  readonly span: CollectedSpan;
}

/** A session of the tracer that samples arrives whole or not at all: those of which nothing came were left out. */
function withoutSampledOut(
  made: ReadonlyMap<string, Expected>,
  arrived: readonly Arrival[],
): ReadonlyMap<string, Expected> {
  const ofSampled = arrived.filter(({ tracer }) => tracer === sampledTracer);
  const sent = new Set(ofSampled.map(({ span }) => span.attributes["honeyhive.session_id"]));
  const isSent = ({ tracer, sessionId }: Expected): boolean =>
    tracer !== sampledTracer || sent.has(sessionId);
  const kept = new Map([...made].filter(([, expected]) => isSent(expected)));
  expect(kept.size).toBeLessThan(made.size);
  return kept;
}

function findMisrouted(
  arrived: readonly Arrival[],
  expected: ReadonlyMap<string, Expected>,
): object[] {
  const nameById = new Map(arrived.map(({ span }) => [span.spanId, span.name]));
  return arrived.flatMap(({ tracer, span }) => {
    const parentId = span.parentSpanId;
    const actual = {
      tracer,
      sessionId: span.attributes["honeyhive.session_id"],
      parent: parentId === undefined ? undefined : (nameById.get(parentId) ?? parentId),
    };
    const right = expected.get(span.name);
    const isRight =
      right?.tracer === actual.tracer &&
      right.sessionId === actual.sessionId &&
      right.parent === actual.parent;
    return isRight ? [] : [{ name: span.name, actual, expected: right }];
  });
}

interface Collectors extends AsyncDisposable {
  readonly all: readonly Collector[];
}

async function startCollectors(): Promise<Collectors> {
  const all = await Promise.all(sampleRates.map(() => startCollector()));
  return {
    all,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(all.map((collector) => collector[Symbol.asyncDispose]()));
    },
  };
}

async function startAnswering(): Promise<AsyncDisposable & { readonly url: string }> {
  // A connection that ends for being idle, while a request is on its way, would fail the program.
  const server = createServer({ keepAliveTimeout: 0 }, (_request, response) => response.end("ok"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    // A server that listens on a port has an address of this form.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
