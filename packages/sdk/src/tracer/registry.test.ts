import { expect, it } from "vitest";

import { enrichSpan } from "../enrich/enrich.js";
import { processState } from "../core/process-state.js";
import { clearRegistry } from "./registry.js";
import { getDefaultTracer, setDefaultTracer } from "./default-tracer.js";
import { HoneyHiveTracer } from "./tracer.js";
import { trace } from "../wrap/trace.js";

const make = (): HoneyHiveTracer => new HoneyHiveTracer({ testMode: true });

/** Which tracer a function without one of its own is recorded by. */
const find = trace(
  function find(given?: HoneyHiveTracer) {
    return given;
  },
  { injectTracer: true },
);

it("a tracer is found where it is named, else in the scope, else by default", async () => {
  await using first = make();
  await using scoped = make();
  await using named = make();
  const bound = named.traceTool((given?: HoneyHiveTracer) => given, { injectTracer: true });
  expect(find()).toBe(first);
  expect(scoped.trace(() => find())).toBe(scoped);
  expect(scoped.withSession({}, () => find())).toBe(scoped);
  expect(scoped.trace(() => bound())).toBe(named);
  expect(scoped.trace(() => first.enrichSpan({ a: 1 }))).toBe(false);
  expect(scoped.trace(() => enrichSpan({ a: 1 }))).toBe(true);
});

it("the default tracer is the first, and another or none when that is said", async () => {
  await using first = make();
  await using second = make();
  expect([getDefaultTracer(), find()]).toEqual([first, first]);
  setDefaultTracer(second);
  expect([getDefaultTracer(), find()]).toEqual([second, second]);
  setDefaultTracer(undefined);
  expect([getDefaultTracer(), find()]).toEqual([undefined, undefined]);
});

it("a registry that is cleared has neither a default nor a successor of it", async () => {
  await using first = make();
  await using second = make();
  clearRegistry();
  expect([getDefaultTracer(), processState.registry.size, find()]).toEqual([
    undefined,
    0,
    undefined,
  ]);
  expect(second.trace(() => find())).toBe(second);
  setDefaultTracer(first);
  await first.shutdown();
  expect(getDefaultTracer()).toBeUndefined();
});
