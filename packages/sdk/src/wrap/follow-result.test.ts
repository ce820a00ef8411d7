import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import {
  renderSpanTree,
  startCollector,
  startModelServer,
  waitFor,
  type Collector,
} from "@honeyhive/testing";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";

import { HoneyHiveTracer } from "../tracer/tracer.js";

const connect = (collector: Collector): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });

const result = (collector: Collector, index = 0): unknown =>
  collector.spans[index]?.attributes["honeyhive_outputs.result"];

describe("a promise", () => {
  it("of a subclass keeps its class, its constructor and its own methods", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    class Request<Value> extends Promise<Value> {
      abort(): string {
        return "aborted";
      }
    }
    const promise = tracer.traceTool(() => Request.resolve(3) as Request<number>)();
    expect(promise).toBeInstanceOf(Request);
    expect(promise.constructor).toBe(Request);
    expect(promise.abort()).toBe("aborted");
    expect(await promise).toBe(3);
    await tracer.flush();
    expect(result(collector)).toBe(3);
  });

  it("that does its work only when awaited is not started by the wrapper", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    let executions = 0;
    const query = tracer.traceTool(() => ({
      // oxlint-disable-next-line unicorn/no-thenable -- a lazy query, as of a query builder
      then: (resolve: (rows: number) => void) => resolve(++executions),
    }))();
    await Promise.resolve();
    expect(executions).toBe(0);
    expect(await query).toBe(1);
    expect(executions).toBe(1);
  });

  it("of a subclass that nobody awaits ends its span once it is collected", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    class Lazy<Value> extends Promise<Value> {}
    const dropped = (): void => {
      void tracer.traceTool(function neverAwaited() {
        return new Lazy<number>(() => undefined);
      })();
    };
    dropped();
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    await waitFor({
      what: "the span of a promise that was collected",
      find: () => {
        collectGarbage();
        return tracer.diagnostics().spans.accepted === 1 ? true : undefined;
      },
      describe: () => "none",
    });
    await tracer.flush();
    expect(result(collector)).toBe("[The promise was never awaited.]");
  });

  it("that rejects unhandled stays unhandled, exactly once", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const unhandled: unknown[] = [];
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", (reason) => unhandled.push(reason));
    const failure = new Error("nobody listens");
    void tracer.traceTool(async () => Promise.reject(failure))();
    await new Promise((resolve) => setImmediate(resolve));
    process.removeAllListeners("unhandledRejection");
    for (const listener of others) process.on("unhandledRejection", listener);
    expect(unhandled).toEqual([failure]);
  });

  it("of a generator is followed to the generator's end", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const child = tracer.traceTool(function child() {
      return 1;
    });
    const stream = tracer.traceChain(async function stream() {
      await Promise.resolve();
      return (async function* chunks() {
        yield child();
        yield 2;
      })();
    });
    const seen: number[] = [];
    for await (const value of await stream()) seen.push(value);
    await tracer.flush();
    expect(seen).toEqual([1, 2]);
    expect(renderSpanTree(collector.spans, { show: ["honeyhive_outputs.result"] }))
      .toMatchInlineSnapshot(`
        "stream
        │ · honeyhive_outputs.result = "[1,2]"
        └─ child
             · honeyhive_outputs.result = 1"
      `);
  });
});

describe("OpenAI's promise", () => {
  const request = {
    model: "extract-small",
    messages: [{ role: "user" as const, content: "Context:\nIt is MIT.\n\nQuestion: Which?" }],
  };

  it("gives the parsed answer, the raw one, or both", async () => {
    await using server = await startModelServer({ latency: 0 });
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const client = new OpenAI({ baseURL: server.baseUrl, apiKey: server.apiKey, maxRetries: 0 });
    const ask = tracer.traceModel(() => client.chat.completions.create(request), {
      eventName: "ask",
    });
    const parsed = await ask();
    const { data, response } = await ask().withResponse();
    const raw = await ask().asResponse();
    expect(data.choices).toEqual(parsed.choices);
    expect([response.status, raw.status]).toEqual([200, 200]);
    await tracer.flush();
    expect(collector.spans.map(({ name, status }) => [name, status.code])).toEqual([
      ["ask", 0],
      ["ask", 0],
      ["ask", 0],
    ]);
  });

  it("rejects with OpenAI's own error", async () => {
    await using server = await startModelServer({ latency: 0 });
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const client = new OpenAI({ baseURL: server.baseUrl, apiKey: "wrong", maxRetries: 0 });
    const ask = tracer.traceModel(() => client.chat.completions.create(request));
    await expect(ask()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    await expect(ask().withResponse()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    await tracer.flush();
    expect(collector.spans.map(({ status }) => status.code)).toEqual([2, 2]);
  });
});

describe("a generator", () => {
  it("runs inside the span at each step, whoever pulls", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const child = tracer.traceTool(function child(value: number) {
      return value;
    });
    const numbers = tracer.traceChain(function* numbers() {
      yield child(1);
      yield child(2);
    });
    const generator = numbers();
    const first = generator.next();
    const second = tracer.traceChain(function elsewhere() {
      return generator.next();
    })();
    expect([first.value, second.value, generator.next().done]).toEqual([1, 2, true]);
    await tracer.flush();
    expect(renderSpanTree(collector.spans)).toMatchInlineSnapshot(`
      "numbers
      ├─ child
      └─ child
      elsewhere"
    `);
  });

  it("keeps its return value and what is sent into it", () => {
    const tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: "http://127.0.0.1:9" });
    const talk = tracer.traceChain(function* talk(): Generator<string, string, string> {
      const name = yield "who?";
      return `hello ${name}`;
    })();
    expect(talk.next()).toEqual({ value: "who?", done: false });
    expect(talk.next("Ada")).toEqual({ value: "hello Ada", done: true });
    return tracer.shutdown(0);
  });

  it("that is left early cleans up and ends its span", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const log: string[] = [];
    const endless = tracer.traceChain(async function* endless() {
      try {
        for (let value = 0; ; value++) yield value;
      } finally {
        log.push("cleaned");
      }
    });
    for await (const value of endless()) if (value === 2) break;
    await tracer.flush();
    expect(log).toEqual(["cleaned"]);
    expect(result(collector)).toBe("[0,1,2]");
  });

  it("that is dropped midway ends its span once it is collected, with what it gave", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const words = tracer.traceChain(async function* words() {
      yield "one ";
      yield "two ";
      yield "three ";
    });
    const readTwo = async (): Promise<void> => {
      const generator = words();
      await generator.next();
      await generator.next();
    };
    await readTwo();
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    await waitFor({
      what: "the span of a generator that was collected",
      find: () => {
        collectGarbage();
        return tracer.diagnostics().spans.accepted === 1 ? true : undefined;
      },
      describe: () => "none",
    });
    await tracer.flush();
    expect(result(collector)).toBe("one two ");
  });

  it("that runs when its tracer is shut down is sent with what it gave until then", async () => {
    await using collector = await startCollector();
    const tracer = connect(collector);
    const words = tracer.traceChain(function* words() {
      yield "one ";
      yield "two ";
    })();
    words.next();
    await tracer.shutdown();
    expect(words.next().value).toBe("two ");
    expect(result(collector)).toBe("one ");
  });

  it("that throws fails its span with the same error", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const failure = new Error("halfway");
    const broken = tracer.traceChain(async function* broken() {
      yield 1;
      throw failure;
    });
    const drain = async (): Promise<void> => {
      for await (const _ of broken());
    };
    await expect(drain()).rejects.toBe(failure);
    await tracer.flush();
    expect(collector.spans[0]?.status).toEqual({ code: 2, message: "halfway" });
    expect(collector.spans[0]?.events).toHaveLength(1);
  });

  it("that catches what is thrown into it goes on", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const patient = tracer.traceChain(function* patient() {
      try {
        yield "waiting";
      } catch (error) {
        yield error;
      }
    })();
    patient.next();
    expect(patient.throw("stone").value).toBe("stone");
    expect(patient.next().done).toBe(true);
    await tracer.flush();
    expect(collector.spans[0]?.status.code).toBe(0);
  });

  it("of many values records a bounded number of them", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const many = tracer.traceChain(function* many() {
      for (let value = 0; value < 1500; value++) yield value;
    });
    expect([...many()]).toHaveLength(1500);
    await tracer.flush();
    const recorded = JSON.parse(String(result(collector))) as unknown[];
    expect(recorded).toHaveLength(1001);
    expect(recorded.at(-1)).toBe("[500 more]");
  });
});

describe("what is no generator", () => {
  it("is given back as it is", () => {
    const tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: "http://127.0.0.1:9" });
    const values: object[] = [[1], new Map(), new Set(), [1].values(), new Date(0), { next: 1 }];
    expect(values.map((value) => tracer.traceTool(() => value)() === value)).toEqual(
      values.map(() => true),
    );
    return tracer.shutdown(0);
  });
});
