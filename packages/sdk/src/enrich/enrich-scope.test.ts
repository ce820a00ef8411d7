import { startCollector, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { enrichScope } from "./enrich.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

const connect = (collector: Collector): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });

const attributesOf = (collector: Collector, name: string): Readonly<Record<string, unknown>> =>
  collector.spans.find((span) => span.name === name)?.attributes ?? {};

describe("a scope of enrichment", () => {
  it("adds values when it is entered and lazy ones when its block is left", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    tracer.trace(function work() {
      let steps = 0;
      {
        using scope = enrichScope({ metadata: { phase: "rank" }, metrics: () => ({ steps }) });
        expect(scope.span).toBe(tracer.getCurrentSpan());
        tracer.enrichSpan({ metadata: { phase: "later wins" } });
        steps = 3;
      }
      steps = 4;
    });
    await tracer.flush();
    expect(attributesOf(collector, "work")).toMatchObject({
      "honeyhive_metadata.phase": "later wins",
      "honeyhive_metrics.steps": 3,
    });
  });

  it("around a function lasts until what it returns is over, and passes it through", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const failure = new Error("no");
    const steps: Record<string, number> = {};
    const metrics = (name: string) => () => ({ steps: steps[name] ?? 0 });
    await tracer.trace(async function settled() {
      const value = tracer.enrichScope({ metrics: metrics("settled") }, async (span) => {
        expect(span).toBe(tracer.getCurrentSpan());
        await Promise.resolve();
        steps["settled"] = 2;
        return "value";
      });
      await expect(value).resolves.toBe("value");
    });
    tracer.trace(function thrown() {
      const fail = (): never => {
        steps["thrown"] = 5;
        throw failure;
      };
      expect(() => enrichScope({ metrics: metrics("thrown") }, fail)).toThrow(failure);
    });
    await tracer.flush();
    expect(attributesOf(collector, "settled")["honeyhive_metrics.steps"]).toBe(2);
    expect(attributesOf(collector, "thrown")["honeyhive_metrics.steps"]).toBe(5);
    expect(collector.spans.map(({ status }) => status.code)).toEqual([0, 0]);
  });

  it("without a span computes nothing, and runs its function all the same", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    await using other = connect(collector);
    let computed = 0;
    const enrichment = { metrics: () => ({ computed: ++computed }) };
    {
      using scope = enrichScope(enrichment);
      expect(scope.span).toBeUndefined();
    }
    expect(enrichScope(enrichment, () => "ran")).toBe("ran");
    expect(tracer.trace(() => other.enrichScope(enrichment, (span) => span))).toBeUndefined();
    expect(computed).toBe(0);
  });

  it("that outlives its span computes nothing, and what it had is counted", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    let computed = 0;
    const scope = tracer.trace(() => enrichScope({ metrics: () => ({ computed: ++computed }) }));
    scope[Symbol.dispose]();
    scope[Symbol.dispose]();
    expect(computed).toBe(0);
    expect(tracer.diagnostics().lateEnrichments).toBe(1);
  });
});
