import { startCollector, type CollectedSpan } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { HoneyHiveTracer } from "../tracer/tracer.js";
import type { Redact } from "../redact/redact.js";

/** The span of a traced function that throws, as it arrives. */
async function recordThrown(thrown: unknown, redact?: Redact): Promise<CollectedSpan> {
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url, redact });
  const fail = (): never => {
    throw thrown; // oxlint-disable-line typescript/only-throw-error -- that is what is tested
  };
  expect(catching(() => tracer.trace(fail))).toBe(thrown);
  await tracer.flush();
  const [arrived] = await collector.waitForSpans(1);
  if (arrived === undefined) throw new Error("No span arrived.");
  return arrived;
}

/** Its stack trace, with one frame for all that follow each other. */
async function stackOf(thrown: unknown, redact?: Redact): Promise<string> {
  const { events } = await recordThrown(thrown, redact);
  const stack = String(events[0]?.attributes["exception.stacktrace"]);
  return stack.replaceAll(/( +at ).*?(,?)(?:\n +at .*?(,?))*(?=\n|$)/g, "$1…$2$3");
}

describe("the recorded stack of an error", () => {
  it("without a cause is its own", async () => {
    const error = new Error("alone", { cause: undefined });
    const { events } = await recordThrown(error);
    expect(events[0]?.attributes["exception.stacktrace"]).toBe(error.stack);
  });

  it("tells the causes, and leaves the message to the outer error", async () => {
    const root = new RangeError("root");
    const error = new Error("outer", { cause: new TypeError("middle", { cause: root }) });
    const { attributes, status, events } = await recordThrown(error);
    expect(attributes).toMatchObject({ honeyhive_error: "outer", honeyhive_error_type: "Error" });
    expect(status.message).toBe("outer");
    expect(events).toHaveLength(1);
    expect(events[0]?.attributes["exception.message"]).toBe("outer");
    expect(events[0]?.attributes["exception.stacktrace"]).toContain(error.stack);
    expect(await stackOf(error)).toBe(
      "Error: outer\n    at …\n" +
        "  [cause]: TypeError: middle\n      at …\n" +
        "    [cause]: RangeError: root\n        at …",
    );
  });

  it("tells the errors of several in one", async () => {
    const errors = [new Error("one"), "two"];
    expect(await stackOf(new AggregateError(errors, "all"))).toBe(
      "AggregateError: all\n    at …\n  [errors]: [\n    Error: one\n        at …,\n    two\n  ]",
    );
  });

  it.each<[string, unknown, string]>([
    ["text", "why", "why"],
    ["a number", 0, "0"],
    ["an object", { code: 7 }, '{"code":7}'],
    ["what is like an error", { message: "why" }, "Error: why"],
    ["a lot of text", "x".repeat(5000), `${"x".repeat(1000)}…`],
  ])("tells a cause that is %s", async (_, cause, expected) => {
    expect(await stackOf(new Error("outer", { cause }))).toBe(
      `Error: outer\n    at …\n  [cause]: ${expected}`,
    );
  });

  it("has no part for nothing, and none for a method that is named like one", async () => {
    const method = Object.assign(new Error("outer"), { cause: () => new Error("root") });
    expect(await stackOf(method)).toBe("Error: outer\n    at …");
    expect(await stackOf(new Error("outer", { cause: null }))).toBe("Error: outer\n    at …");
    expect(await stackOf(new AggregateError([], "all"))).toBe("AggregateError: all\n    at …");
  });

  it("ends where errors contain each other", async () => {
    const outer = new Error("outer");
    outer.cause = new AggregateError([outer], "all");
    expect(await stackOf(outer)).toBe(
      "Error: outer\n    at …\n" +
        "  [cause]: AggregateError: all\n      at …\n    [errors]: [\n      [Circular]\n    ]",
    );
  });

  it("has marks for what cannot be read", async () => {
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    const thrown = Object.defineProperty(new Error("outer"), "cause", { get: refuse });
    const list = Object.defineProperty([1, 2], 1, { get: refuse });
    for (const errors of [proxy, new Proxy([1], { get: refuse })]) {
      expect(await stackOf(Object.assign(new Error("outer"), { errors }))).toBe(
        "Error: outer\n    at …",
      );
    }
    expect(await stackOf(new Error("outer", { cause: proxy }))).toContain("[cause]: ");
    expect(await stackOf(Object.assign(new Error("outer"), { errors: list }))).toContain(
      "\n    1,\n    [Throws: no]\n",
    );
    expect(await stackOf(thrown)).toBe("Error: outer\n    at …\n  [cause]: [Throws: no]");
    const inner = Object.defineProperty(new Error("inner"), "stack", { get: refuse });
    expect(await stackOf(new Error("outer", { cause: inner }))).toContain(
      "\n  [cause]: Error: inner",
    );
  });

  it("is bounded in levels, errors and length", async () => {
    let chain = new Error("root");
    for (let level = 9; level > 0; level--) chain = new Error(`level ${level}`, { cause: chain });
    const deep = await stackOf(chain);
    expect(deep.match(/level \d/g)).toHaveLength(6);
    expect(deep).toMatch(/\[cause\]: \[Too deep\]$/);

    const texts = Array.from({ length: 13 }, (_, index) => `no ${index}`);
    const wide = await stackOf(new AggregateError(texts, "all"));
    expect(wide.match(/no \d+/g)).toHaveLength(10);
    expect(wide).toContain("\n    ... 3 more items\n");

    let tree = new Error("x".repeat(3000));
    for (let level = 0; level < 5; level++) tree = new AggregateError(Array(10).fill(tree), "all");
    const { events } = await recordThrown(tree);
    const whole = String(events[0]?.attributes["exception.stacktrace"]);
    expect(whole.length - String(tree.stack).length).toBeLessThanOrEqual(10_001);
  });

  it("is redacted with its causes", async () => {
    const mask: Redact = (payload) =>
      JSON.parse(JSON.stringify(payload).replaceAll("4111", "***")) as typeof payload;
    const stack = await stackOf(new Error("outer", { cause: new Error("card 4111") }), mask);
    expect(stack).toContain("[cause]: Error: card ***");
  });
});

function catching(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

function refuse(): never {
  throw new Error("no");
}
