import { once } from "node:events";
import { parentPort, Worker, workerData } from "node:worker_threads";

import { makeRandom } from "@honeyhive/testing";
import type { Carrier, FlushResult } from "honeyhive";

import { outside, runTrees, type Expected, type ExpectedFrame } from "./fuzz-run.js";
import { makeTracers, type FuzzTracer } from "./fuzz-tracers.js";
import { makeTrees } from "./fuzz-tree.js";

/** A random program, run in a thread of its own by Node alone. */
export interface FuzzInput {
  readonly seed: number;
  readonly size: number;
  readonly prefix: string;
  /** How many of its trees go on in threads below this one. */
  readonly workers: number;
  readonly tracers: readonly FuzzTracer[];
  readonly fetchUrl: string;
  /** Where it goes on; undefined outside every scope. */
  readonly from: FuzzOrigin | undefined;
}

interface FuzzOrigin {
  readonly tracer: number;
  readonly carrier: Carrier;
  readonly frame: ExpectedFrame;
}

export interface FuzzOutput {
  readonly expected: ReadonlyMap<string, Expected>;
  readonly flushed: readonly FlushResult[];
}

const spansInWorker = 500;

async function runProgram(input: FuzzInput): Promise<FuzzOutput> {
  const { from, fetchUrl } = input;
  const tracers = makeTracers(input.tracers);
  const flushed: FlushResult[] = [];
  const run = {
    tracers,
    trees: makeTrees({ ...input, tracers: tracers.length, random: makeRandom(input.seed) }),
    place: placeOf(from),
    fetchUrl,
    startWorker: async ({ id, tracer, seed }, place) => {
      const prefix = `${id}-`;
      const size = spansInWorker;
      const below = { ...input, seed, size, prefix, workers: 0, from: { tracer, ...place } };
      const output = await startThread(below);
      flushed.push(...output.flushed);
      return output.expected;
    },
  } satisfies Parameters<typeof runTrees>[0];
  const expected =
    from === undefined
      ? await runTrees(run)
      : await tracers[from.tracer]?.withCarrier(from.carrier, () => runTrees(run));
  for (const tracer of tracers) flushed.push(await tracer.shutdown(30_000));
  return { expected: expected ?? new Map(), flushed };
}

function placeOf(from: FuzzOrigin | undefined): typeof outside {
  if (from === undefined) return outside;
  return { active: from.tracer, frames: new Map([[from.tracer, from.frame]]) };
}

async function startThread(input: FuzzInput): Promise<FuzzOutput> {
  const worker = new Worker(new URL(import.meta.url), { workerData: input, execArgv: [] });
  // Each thread posts one message, of this form.
  const [output] = (await once(worker, "message")) as [FuzzOutput];
  await worker.terminate();
  return output;
}

// Whoever starts a thread hands it exactly this.
parentPort?.postMessage(await runProgram(workerData as FuzzInput));
