import { EventEmitter, once } from "node:events";
import { Readable } from "node:stream";
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
import type { Stream } from "openai/streaming";
import { describe, expect, it } from "vitest";

import { trace } from "./trace.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

const connect = (collector: Collector): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });

const resultOf = (collector: Collector, name: string): unknown =>
  collector.spans.find((span) => span.name === name)?.attributes["honeyhive_outputs.result"];

function textStream(...parts: readonly string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const rest = [...parts];
  return new ReadableStream({
    pull: (controller) => {
      const part = rest.shift();
      if (part === undefined) controller.close();
      else controller.enqueue(encoder.encode(part));
    },
  });
}

describe("a web stream", () => {
  it("stays the object that the function returned", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const stream = textStream("a");
    expect(tracer.traceTool(() => stream)()).toBe(stream);
  });

  it.each([
    ["a reader", (stream: ReadableStream<Uint8Array>) => readAll(stream.getReader())],
    ["iteration", async (stream: ReadableStream<Uint8Array>) => concat(await collect(stream))],
    ["a Response", (stream: ReadableStream<Uint8Array>) => new Response(stream).text()],
    [
      "a pipe",
      (stream: ReadableStream<Uint8Array>) =>
        new Response(stream.pipeThrough(new TransformStream())).text(),
    ],
    [
      "one half of a tee",
      (stream: ReadableStream<Uint8Array>) => new Response(stream.tee()[0]).text(),
    ],
  ])("gives everything to %s and ends its span with what it gave", async (_, read) => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const answer = tracer.traceModel(async function answer() {
      return textStream("Hel", "lo ", "wörld");
    });
    expect(await read(await answer())).toBe("Hello wörld");
    await tracer.flush();
    expect(resultOf(collector, "answer")).toBe("Hello wörld");
  });

  it("that fails ends its span with the error and fails its reader with the same", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const failure = new Error("cut off");
    const stream = tracer.traceTool(function broken() {
      return new ReadableStream({ pull: (controller) => controller.error(failure) });
    })();
    await expect(stream.getReader().read()).rejects.toBe(failure);
    await tracer.flush();
    expect(collector.spans[0]).toMatchObject({ name: "broken", status: { message: "cut off" } });
  });

  it("that is left early cancels its source and ends its span with what was read", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    let cancelled: unknown;
    const stream = tracer.traceTool(function endless() {
      return new ReadableStream<string>({
        pull: (controller) => controller.enqueue("tick "),
        cancel: () => {
          cancelled = true;
        },
      });
    })();
    let seen = 0;
    for await (const _ of stream) if (++seen === 3) break;
    await tracer.flush();
    expect(cancelled).toBe(true);
    expect(resultOf(collector, "endless")).toBe("tick tick tick ");
  });
});

describe("a stream that runs when its tracer is shut down", () => {
  it.each([
    ["web stream", (source: AsyncGenerator<string>) => ReadableStream.from(source)],
    ["Node stream", (source: AsyncGenerator<string>) => Readable.from(source)],
    ["generator", (source: AsyncGenerator<string>) => source],
  ])("is sent with what it gave until then, and goes on: %s", async (_, makeStream) => {
    await using collector = await startCollector();
    const tracer = connect(collector);
    const stream = tracer.traceTool(function words() {
      return makeStream(
        (async function* () {
          yield "one ";
          yield "two ";
        })(),
      );
    })();
    const seen: unknown[] = [];
    for await (const word of stream) {
      seen.push(word);
      await tracer.shutdown();
    }
    expect(seen).toEqual(["one ", "two "]);
    expect(collector.spans).toHaveLength(1);
    expect(resultOf(collector, "words")).toMatch(/^one /);
  });

  it("and of which nothing has been read says so", async () => {
    await using collector = await startCollector();
    const tracer = connect(collector);
    const stream = tracer.traceTool(function unread() {
      return textStream("one");
    })();
    await tracer.shutdown();
    expect(stream.locked).toBe(false);
    expect(resultOf(collector, "unread")).toBe("[The stream was not read to its end.]");
  });
});

describe("a stream over a generator", () => {
  const streams: readonly [string, (source: AsyncGenerator<string>) => AsyncIterable<string>][] = [
    ["web stream", (source) => ReadableStream.from(source)],
    ["Node stream", (source) => Readable.from(source)],
  ];
  const stepOf = (collector: Collector, name: string): (string | undefined)[] =>
    collector.spans.filter((span) => span.name === name).map((span) => span.parentSpanId);

  it.each(streams)("nests all that it does, to its end, as a %s", async (_, makeStream) => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const step = trace(async function step(index: number) {
      return `${index};`;
    });
    const parts = tracer.traceTool(function parts() {
      return makeStream(
        (async function* () {
          for (let index = 0; index < 3; index++) yield await step(index);
        })(),
      );
    });
    await tracer.trace(async function consumer() {
      for await (const _part of parts()) await Promise.resolve();
    });
    await tracer.flush();
    const parent = collector.spans.find((span) => span.name === "parts")?.spanId;
    expect(stepOf(collector, "step")).toEqual([parent, parent, parent]);
  });

  it.each(streams)("nests its cleanup when it is left early, as a %s", async (_, makeStream) => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const cleaned = new EventEmitter();
    const cleanUp = trace(function cleanUp() {});
    const endless = tracer.traceTool(function endless() {
      return makeStream(
        (async function* () {
          try {
            for (;;) yield "tick";
          } finally {
            cleanUp();
            cleaned.emit("done");
          }
        })(),
      );
    });
    const done = once(cleaned, "done");
    await tracer.trace(async function consumer() {
      for await (const _part of endless()) break;
    });
    await done;
    await tracer.flush();
    const parent = collector.spans.find((span) => span.name === "endless")?.spanId;
    expect(stepOf(collector, "cleanUp")).toEqual([parent]);
  });
});

describe("a Node stream", () => {
  it("gives everything, nests what its source does and ends with its text", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const step = trace(function step(index: number) {
      return `part ${index};`;
    });
    const stream = tracer.traceTool(function parts() {
      let index = 0;
      return new Readable({
        read() {
          this.push(index < 2 ? step(index++) : null);
        },
      });
    })();
    const chunks: unknown[] = await stream.toArray();
    expect(chunks.join("")).toBe("part 0;part 1;");
    await tracer.flush();
    expect(resultOf(collector, "parts")).toBe("part 0;part 1;");
    expect(renderSpanTree(collector.spans)).toContain("parts");
    const parent = collector.spans.find((span) => span.name === "parts")?.spanId;
    const steps = collector.spans.filter((span) => span.name === "step");
    expect(steps.map((span) => span.parentSpanId)).toEqual([parent, parent]);
  });

  it("that is destroyed ends its span", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const stream = tracer.traceTool(function endless() {
      return new Readable({ read() {} });
    })();
    const closed = new Promise((resolve) => stream.once("close", resolve));
    stream.destroy();
    await closed;
    await tracer.flush();
    expect(collector.spans.map((span) => span.name)).toEqual(["endless"]);
  });
});

describe("OpenAI's stream", () => {
  type Chunks = AsyncIterable<OpenAI.ChatCompletionChunk>;
  it.each([
    ["itself", (stream: Stream<OpenAI.ChatCompletionChunk>): Chunks => stream],
    ["a half of it", (stream: Stream<OpenAI.ChatCompletionChunk>): Chunks => stream.tee()[1]],
  ])("keeps its class and methods, and ends its span with its chunks: %s", async (_, part) => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    await using model = await startModelServer({ latency: 0 });
    const openai = new OpenAI({ baseURL: model.baseUrl, apiKey: model.apiKey });
    const ask = tracer.traceModel(function ask() {
      return openai.chat.completions.create({
        model: "extract-small",
        stream: true,
        messages: [
          { role: "user", content: "Context: Bees make honey. Question: Who makes honey?" },
        ],
      });
    });
    const stream = await ask();
    expect(stream.controller).toBeInstanceOf(AbortController);
    let text = "";
    let count = 0;
    for await (const chunk of part(stream)) {
      text += chunk.choices[0]?.delta.content ?? "";
      count++;
    }
    expect(text).toContain("honey");
    await tracer.flush();
    const result = String(resultOf(collector, "ask"));
    expect(result.split("chat.completion.chunk")).toHaveLength(count + 1);
  });
});

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(chunks);
    chunks.push(value);
  }
}

function concat(chunks: readonly Uint8Array[]): string {
  return Buffer.concat(chunks).toString("utf8");
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

describe("a long stream", () => {
  it("of text is one text, however many pieces it came in", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const tokens = tracer.traceModel(async function* tokens() {
      for (let index = 0; index < 3000; index++) yield "word ";
    });
    for await (const _ of tokens());
    await tracer.flush();
    expect(resultOf(collector, "tokens")).toBe("word ".repeat(3000));
  });

  it("of bytes that are no text is recorded as their number", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const picture = tracer.traceTool(function picture() {
      return Readable.from([Buffer.from([137, 80, 78, 71, 0]), Buffer.alloc(95, 200)]);
    });
    for await (const _ of picture());
    await tracer.flush();
    expect(resultOf(collector, "picture")).toBe("[100 bytes]");
  });

  it.each([
    ["that is recorded", {}],
    ["that is not recorded", { captureOutputs: false }],
  ])("%s is not kept in memory", async (_, options) => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const stream = tracer.traceFunction(options)(function download() {
      return Readable.from(
        (function* () {
          for (let index = 0; index < 100; index++) yield Buffer.alloc(1_000_000, 97);
        })(),
      );
    })();
    let count = 0;
    for await (const _piece of stream) if (++count === 99) break;
    const held = await waitFor({
      what: "the pieces that were read to be collected",
      find: () => {
        collectGarbage();
        const { arrayBuffers } = process.memoryUsage();
        return arrayBuffers < 20_000_000 ? true : undefined;
      },
      describe: () => `${process.memoryUsage().arrayBuffers} bytes are held`,
    });
    expect(held).toBe(true);
    stream.destroy();
  });
});

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
