import { startCollector, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { HoneyHiveTracer } from "../tracer/tracer.js";
import { trace, traceTool } from "./trace.js";

const connect = (collector: Collector, maxValueLength?: number): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url, maxValueLength });

const inputs = (attributes: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([key]) => key.startsWith("honeyhive_inputs."))
      .map(([key, value]) => [key.slice("honeyhive_inputs.".length), value]),
  );

describe("a wrapped function", () => {
  it("stays synchronous, keeps `this` and runs once", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    let calls = 0;
    const counter = {
      step: 2,
      add: tracer.traceTool(function add(this: { step: number }, value: number) {
        calls++;
        return value + this.step;
      }),
    };
    expect(counter.add(3)).toBe(5);
    await tracer.flush();
    expect(calls).toBe(1);
    expect(collector.spans.map(({ name, attributes }) => [name, inputs(attributes)])).toEqual([
      ["add", { value: 3 }],
    ]);
  });

  it("that answers a request records its status, and leaves the body to its reader", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const handle = tracer.traceTool(async function handle(request: Request) {
      return Response.json(await request.json(), { status: 201 });
    });
    const request = new Request("http://localhost/ask", { method: "POST", body: '{"a":1}' });
    expect(await (await handle(request)).json()).toEqual({ a: 1 });
    await tracer.flush();
    expect(collector.spans[0]?.attributes).toMatchObject({
      "honeyhive_inputs.request": '{"method":"POST","url":"http://localhost/ask"}',
      "honeyhive_outputs.result": '{"status":201}',
    });
  });

  it("keeps name, length and its own properties, symbols included", () => {
    const custom = Symbol("custom");
    const original = (one: number, _two: number): number => one;
    const wrapped = trace(Object.assign(original, { version: 3, [custom]: 4 }));
    expect([wrapped.name, wrapped.length]).toEqual(["original", 2]);
    expect([wrapped.version, wrapped[custom]]).toEqual([3, 4]);
  });

  it("that is a method keeps private fields of its object", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    class Store {
      #secret = 7;
      read = tracer.traceTool(() => this.#secret);
      reveal(): number {
        return this.#secret;
      }
    }
    // oxlint-disable-next-line typescript/unbound-method -- wrapping a method is what is tested
    Store.prototype.reveal = tracer.traceTool(Store.prototype.reveal);
    const store = new Store();
    expect([store.read(), store.reveal()]).toEqual([7, 7]);
  });

  it("passes through and is counted when there is no tracer", () => {
    const wrapped = trace((value: number) => value + 1);
    const probe = new HoneyHiveTracer({ disableTracing: true });
    const before = probe.diagnostics().passedThrough;
    expect(wrapped(1)).toBe(2);
    expect(probe.diagnostics().passedThrough).toBe(before + 1);
  });
});

it("what is no function is given back as it is", () => {
  // What a program without types may pass, such as a method that a client does not have.
  for (const value of [undefined, null, {}]) expect(traceTool(value as never)).toBe(value);
});

describe("a failure", () => {
  it("is thrown once, as the same object, with one exception event", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const failure = new TypeError("no such file");
    let calls = 0;
    const fail = tracer.traceTool(function fail(): never {
      calls++;
      throw failure;
    });
    expect(catchFrom(fail)).toBe(failure);
    await tracer.flush();
    const [span] = collector.spans;
    expect(calls).toBe(1);
    expect(span?.status).toEqual({ code: 2, message: "no such file" });
    expect(span?.events.map(({ name }) => name)).toEqual(["exception"]);
    expect(span?.attributes).toMatchObject({
      honeyhive_error: "no such file",
      honeyhive_error_type: "TypeError",
    });
  });

  it("is told by its class, where that leaves the name of all errors", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    class RateLimitError extends Error {}
    class a extends Error {}
    const classes = [RateLimitError, a];
    for (const Class of classes) {
      catchFrom(
        tracer.traceTool(function fail(): never {
          throw new Class("too many");
        }),
      );
    }
    await tracer.flush();
    const types = collector.spans.map(({ attributes }) => attributes["honeyhive_error_type"]);
    expect(types).toEqual(["RateLimitError", "Error"]);
  });

  it("of an async function rejects with the same object", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const failure = new Error("refused");
    let calls = 0;
    const fail = tracer.traceTool(async () => {
      calls++;
      await Promise.resolve();
      throw failure;
    });
    const caught = await fail().catch((error: unknown) => error);
    await tracer.flush();
    expect(caught).toBe(failure);
    expect(calls).toBe(1);
    expect(collector.spans[0]?.events).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["a symbol", Symbol("failure")],
    ["a function", () => 1],
    ["an object without a prototype", Object.create(null)],
    ["a string", "text"],
    ["an error whose message throws", errorWith("message", () => fail("unreadable"))],
    ["an error whose message is an object", errorWith("message", () => ({ code: 7 }))],
    ["an error whose name is a symbol", errorWith("name", () => Symbol("name"))],
    ["an error whose stack is a number", errorWith("stack", () => 5)],
    ["a proxy that throws", hostileProxy()],
  ])("that is %s reaches the caller unchanged and is recorded", async (_, thrown) => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const sync = tracer.traceTool(() => {
      throw thrown; // oxlint-disable-line typescript/only-throw-error -- that is what is tested
    });
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- that is what is tested
    const rejecting = tracer.traceTool(() => Promise.reject(thrown));
    expect(Object.is(catchFrom(sync), thrown)).toBe(true);
    const caught = await rejecting().then(
      () => [],
      // In a list, because a promise would look into what it resolves to.
      (error: unknown) => [error],
    );
    expect(Object.is(caught[0], thrown)).toBe(true);
    const { exported, dropped } = await tracer.flush();
    expect({ exported, dropped }).toEqual({ exported: 2, dropped: 0 });
    expect(collector.spans.map(({ status, events }) => [status.code, events.length])).toEqual([
      [2, 1],
      [2, 1],
    ]);
  });

  it("of another realm keeps its name and message", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const { runInNewContext } = await import("node:vm");
    const foreign: unknown = runInNewContext("new RangeError('elsewhere')");
    const wrapped = tracer.traceTool(() => {
      throw foreign; // oxlint-disable-line typescript/only-throw-error -- it is an error, of another realm
    });
    catchFrom(wrapped);
    await tracer.flush();
    expect(collector.spans[0]?.attributes).toMatchObject({
      honeyhive_error: "elsewhere",
      honeyhive_error_type: "RangeError",
    });
  });
});

describe("inputs", () => {
  it("are captured when the function is called", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const messages = [{ role: "user" }];
    tracer.trace((list: { role: string }[]) => void list.push({ role: "assistant" }), messages);
    await tracer.flush();
    expect(inputs(collector.spans[0]?.attributes ?? {})).toEqual({ list: '[{"role":"user"}]' });
  });

  it.each<[string, unknown, unknown]>([
    ["circular", circular(), '{"name":"loop","self":"[Circular]"}'],
    ["a bigint", 12n, "12"],
    ["a throwing getter", throwingGetter(), '{"bad":"[Throws: no]","good":1}'],
    ["a symbol", Symbol("mark"), "Symbol(mark)"],
    ["symbol keys", { [Symbol("key")]: 1, kept: 2 }, '{"kept":2}'],
    ["a hostile proxy", hostileProxy(), "[Throws: trapped]"],
    ["a map", new Map([["a", 1]]), '[["a",1]]'],
    ["not a number", Number.NaN, "[NaN]"],
  ])("that are %s do not break the call nor lose their neighbours", async (_, value, recorded) => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const wrapped = tracer.traceTool(
      (before: string, odd: unknown, after: string) => [before, odd, after] as const,
    );
    expect(wrapped("left", value, "right")[1]).toBe(value);
    await tracer.flush();
    expect(inputs(collector.spans[0]?.attributes ?? {})).toEqual({
      before: "left",
      odd: recorded,
      after: "right",
    });
  });

  it("of a lone object with a throwing getter keep its other keys", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const wrapped = tracer.traceTool(({ good }: { readonly good: number }) => good);
    expect(wrapped(throwingGetter())).toBe(1);
    await tracer.flush();
    expect(inputs(collector.spans[0]?.attributes ?? {})).toEqual({
      bad: "[Throws: no]",
      good: 1,
    });
  });

  it("with thousands of keys leave room for the outputs and the error", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, key) => [`key${key}`, key]));
    const wrapped = tracer.traceTool(({ key1 }: { readonly key1?: number }) => key1);
    expect(wrapped(many)).toBe(1);
    await tracer.flush();
    const [span] = collector.spans;
    expect(span?.attributes["honeyhive_outputs.result"]).toBe(1);
    expect(span?.droppedAttributesCount).toBe(0);
  });

  it("are cut at the limit and counted", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector, 1000);
    tracer.trace((text: string) => text.length, "x".repeat(5_000_000));
    await tracer.flush();
    const recorded = inputs(collector.spans[0]?.attributes ?? {})["text"];
    expect(JSON.parse(String(recorded))).toMatchObject({ _truncated: true, _length: 5_000_002 });
    expect(String(recorded).length).toBeLessThanOrEqual(1000);
    expect(tracer.diagnostics().truncatedValues).toBe(1);
  });

  it("can be left out, chosen, and chosen wrongly", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const double = (value: number): number => value * 2;
    const none = tracer.traceTool(double, { eventName: "none", captureInputs: false });
    const some = tracer.traceTool(double, {
      eventName: "some",
      captureInputs: (value: number) => ({ half: value / 2 }),
    });
    const broken = tracer.traceTool(double, {
      eventName: "broken",
      captureInputs: () => fail("cannot"),
    });
    expect([none(2), some(2), broken(2)]).toEqual([4, 4, 4]);
    await tracer.flush();
    expect(collector.spans.map(({ name, attributes }) => [name, inputs(attributes)])).toEqual([
      ["none", {}],
      ["some", { half: 1 }],
      ["broken", {}],
    ]);
    expect(collector.spans[2]?.attributes["honeyhive_metadata.capture_error"]).toContain("cannot");
  });
});

describe("outputs", () => {
  it("can be left out", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    expect(tracer.traceTool(() => "secret", { captureOutputs: false })()).toBe("secret");
    await tracer.flush();
    expect(JSON.stringify(collector.spans)).not.toContain("secret");
  });

  it.each<[string, unknown]>([
    ["a hostile proxy", hostileProxy()],
    ["an object whose `then` throws", objectWith("then", () => fail("then"))],
    ["an object whose `next` throws", objectWith("next", () => fail("next"))],
  ])("that are %s reach the caller untouched", async (_, value) => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const result = tracer.traceTool(() => [value], { captureInputs: false })();
    expect(result[0]).toBe(value);
    expect(Object.is(tracer.traceTool(() => value)(), value)).toBe(true);
    expect((await tracer.flush()).exported).toBe(2);
  });
});

function catchFrom(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return "nothing was thrown";
}

function fail(message: string): never {
  throw new Error(message);
}

function errorWith(key: string, get: () => unknown): Error {
  return Object.defineProperty(new Error("plain"), key, { get, configurable: true });
}

function objectWith(key: string, get: () => unknown): object {
  return Object.defineProperty({}, key, { get });
}

function circular(): object {
  const value: Record<string, unknown> = { name: "loop" };
  value["self"] = value;
  return value;
}

function throwingGetter(): { readonly bad: never; readonly good: number } {
  return {
    get bad(): never {
      return fail("no");
    },
    good: 1,
  };
}

function hostileProxy(): object {
  const trap = (): never => fail("trapped");
  return new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap });
}

it("a generator records what it gave and what it returned", async () => {
  await using collector = await startCollector();
  await using tracer = connect(collector);
  const count = tracer.traceTool(function* count() {
    yield 1;
    yield 2;
    return "done";
  });
  expect([...count()]).toEqual([1, 2]);
  await tracer.flush();
  expect(collector.spans[0]?.attributes).toMatchObject({
    "honeyhive_outputs.result": "[1,2]",
    "honeyhive_outputs.returned": "done",
  });
});

it("numbers that JSON does not have are marked", async () => {
  await using collector = await startCollector();
  await using tracer = connect(collector);
  tracer.traceTool(function divide(_left: number, _options: object) {
    return Infinity;
  })(NaN, { rate: NaN });
  await tracer.flush();
  expect(inputs(collector.spans[0]?.attributes ?? {})).toEqual({
    _left: "[NaN]",
    _options: '{"rate":"[NaN]"}',
  });
  expect(collector.spans[0]?.attributes["honeyhive_outputs.result"]).toBe("[Infinity]");
});
