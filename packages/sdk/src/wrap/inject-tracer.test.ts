import { startCollector, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { HoneyHiveTracer } from "../tracer/tracer.js";
import { trace } from "./trace.js";

const connect = (collector: Collector): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });

const inputsOf = (attributes: object): string[] =>
  Object.keys(attributes).flatMap((key) => /^honeyhive_inputs\.(.*)/.exec(key)?.[1] ?? []);

describe("with `injectTracer` a function", () => {
  type Given = HoneyHiveTracer | undefined;

  it("is given the tracer of its call as its last parameter, which is no input", async () => {
    await using collector = await startCollector();
    await using one = connect(collector);
    await using two = connect(collector);
    const options = { injectTracer: true };
    const ask = trace(function ask(text: string, tracer?: HoneyHiveTracer): Given {
      return text === "" ? undefined : tracer;
    }, options);
    const fallback = one;
    const byDefault = trace((tracer: HoneyHiveTracer = fallback): Given => tracer, options);
    const bound = two.traceTool((tracer?: HoneyHiveTracer): Given => tracer, options);
    expect(ask("a")).toBe(one);
    expect(two.trace(() => [ask("a"), byDefault()])).toEqual([two, two]);
    expect(one.trace(() => bound())).toBe(two);
    await HoneyHiveTracer.flush();
    const asked = collector.spans.filter(({ name }) => name === "ask");
    expect(asked.map(({ attributes }) => inputsOf(attributes))).toEqual([["text"], ["text"]]);
  });

  it("keeps what its caller gives, its other arguments and `this`", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    await using other = connect(collector);
    const given = {
      factor: 2,
      all: tracer.traceTool(
        function all(this: { factor: number }, a?: number, b?: number, own?: HoneyHiveTracer) {
          return [this.factor, a, b, own];
        },
        { injectTracer: true },
      ),
    };
    expect(given.all(1)).toEqual([2, 1, undefined, tracer]);
    expect(given.all(1, 2, other)).toEqual([2, 1, 2, other]);
    const none = tracer.traceTool((...rest: unknown[]) => rest, { injectTracer: true });
    expect(none(1)).toEqual([1]);
  });

  it("is given a disabled one where it is bound to that, and nothing where there is none", () => {
    const disabled = new HoneyHiveTracer({ disableTracing: true });
    const options = { injectTracer: true };
    expect(disabled.traceTool((own?: HoneyHiveTracer) => own, options)()).toBe(disabled);
    expect(trace((own?: HoneyHiveTracer) => own, options)()).toBeUndefined();
  });
});
