import { startCollector, type CollectedSpan, type Collector, makeRandom } from "@honeyhive/testing";
import { HoneyHiveTracer } from "honeyhive";
import { expect, test } from "vitest";

import { runTrees, type Expected } from "./fuzz-run.js";
import { makeTrees } from "./fuzz-tree.js";

const spansPerRound = 20_000;
const spans = Number(process.env["FUZZ_SPANS"] ?? 100_000);
const firstSeed = Number(process.env["FUZZ_SEED"] ?? 1);
const tracerCount = 4;

const seeds = Array.from(
  { length: Math.ceil(spans / spansPerRound) },
  (_, index) => firstSeed + index,
);

test.each(seeds)("misroutes no span of the random programs of FUZZ_SEED=%i", async (seed) => {
  await using collectors = await startCollectors();
  const tracers = collectors.all.map(
    ({ url }, index) => new HoneyHiveTracer({ serverUrl: url, apiKey: `key-${index}` }),
  );
  const trees = makeTrees({ random: makeRandom(seed), tracers: tracerCount, size: spansPerRound });
  const expected = await runTrees({ tracers, trees });
  const flushed = await Promise.all(tracers.map((tracer) => tracer.shutdown()));
  expect(flushed.every(({ isComplete }) => isComplete)).toBe(true);
  expect(expected.size).toBeGreaterThanOrEqual(spansPerRound);
  const arrived = collectors.all.flatMap(({ spans: collected }, tracer) =>
    collected.map((span) => ({ tracer, span })),
  );
  expect(arrived).toHaveLength(expected.size);
  expect(findMisrouted(arrived, expected)).toEqual([]);
});

interface Arrival {
  readonly tracer: number;
  readonly span: CollectedSpan;
}

function findMisrouted(
  arrived: readonly Arrival[],
  expected: ReadonlyMap<string, Expected>,
): object[] {
  const byId = new Map(arrived.map(({ span }) => [span.spanId, span]));
  return arrived.flatMap(({ tracer, span }) => {
    const parentId = span.parentSpanId;
    const actual = {
      tracer,
      sessionId: span.attributes["honeyhive.session_id"],
      parent: parentId === undefined ? undefined : (byId.get(parentId)?.name ?? "unknown"),
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
  const all = await Promise.all(Array.from({ length: tracerCount }, () => startCollector()));
  return {
    all,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(all.map((collector) => collector[Symbol.asyncDispose]()));
    },
  };
}
