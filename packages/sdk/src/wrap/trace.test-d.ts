import { describe, expectTypeOf, it } from "vitest";

import { trace, traceFunction, traceModel } from "./trace.js";
import type { HoneyHiveTracer } from "../tracer/tracer.js";

declare const tracer: HoneyHiveTracer;
declare function parse(text: string): number;
declare function parse(text: string, strict: true): number | undefined;
declare function first<Item>(items: readonly Item[]): Item | undefined;
declare function stream(size: number): AsyncGenerator<string, number, boolean>;

describe("trace", () => {
  it("keeps overloads and generics", () => {
    expectTypeOf(trace(parse)).toEqualTypeOf(parse);
    expectTypeOf(trace(parse)("1", true)).toEqualTypeOf<number | undefined>();
    expectTypeOf(trace(parse)("1")).toEqualTypeOf<number>();
    expectTypeOf(trace(first)(["a"])).toEqualTypeOf<string | undefined>();
    expectTypeOf(traceModel(first, { eventName: "first" })([1])).toEqualTypeOf<
      number | undefined
    >();
    expectTypeOf(traceFunction({ eventType: "tool" })(stream)).toEqualTypeOf(stream);
    expectTypeOf(trace({ eventName: "parse" })(parse)).toEqualTypeOf(parse);
    expectTypeOf(tracer.traceTool(stream)).toEqualTypeOf(stream);
  });

  it("keeps `this` and properties", () => {
    const method = trace(function (this: { base: number }, value: number) {
      return this.base + value;
    });
    expectTypeOf(method).thisParameter.toEqualTypeOf<{ base: number }>();
    const tagged = trace(Object.assign(() => 1, { version: 2 }));
    expectTypeOf(tagged.version).toEqualTypeOf<number>();
  });

  it("checks the arguments of the calling form", () => {
    expectTypeOf(
      tracer.trace((a: number, b: string) => a + b.length, 1, "b"),
    ).toEqualTypeOf<number>();
    // @ts-expect-error -- the second argument is a text
    tracer.trace((a: number, b: string) => a + b.length, 1, 2);
    // @ts-expect-error -- the event type is set by the function's name
    traceModel(parse, { eventType: "tool" });
    // @ts-expect-error -- there is no such event type
    trace(parse, { eventType: "agent" });
  });
});
