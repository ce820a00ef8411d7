import { readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import {
  makeTemporaryDirectory,
  startCollector,
  startModelServer,
  type TemporaryDirectory,
} from "@honeyhive/testing";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import { latency } from "../evaluators/latency.js";
import { cost } from "../evaluators/cost.js";
import { renderHtml } from "../report/html/render-html.js";
import { resultToJson } from "../report/render-json.js";
import { renderJunit } from "../report/render-junit.js";
import { renderMarkdown } from "../report/render-markdown.js";
import { renderResult } from "../report/render.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import type { Datapoint, DatapointInput } from "../types/datapoint.js";
import { cacheKey } from "./cache-key.js";
import { cachedFetch } from "./cached-fetch.js";
import { isModelCall } from "./is-model-call.js";
import type { CacheOptions } from "../types/model-cache.js";

const model = "extract-small";

/** A client of its own for each case, as functions that make their own have it, and what reached the server. */
async function setUp(): Promise<
  AsyncDisposable & {
    readonly folder: TemporaryDirectory;
    readonly sent: string[];
    readonly client: (apiKey?: string) => OpenAI;
    readonly run: (
      options?: Partial<EvaluateOptions<DatapointInput, unknown>>,
      cache?: CacheOptions,
    ) => Promise<EvaluationResult>;
  }
> {
  const folder = await makeTemporaryDirectory();
  const server = await startModelServer({ latency: 0 });
  const sent: string[] = [];
  const counting: typeof fetch = (input, init) => {
    sent.push(String(input));
    return fetch(input, init);
  };
  const client = (apiKey = server.apiKey): OpenAI =>
    new OpenAI({ apiKey, baseURL: server.baseUrl, fetch: cachedFetch(counting), maxRetries: 0 });
  return {
    folder,
    sent,
    client,
    run: (options = {}, cache = {}) =>
      evaluate<DatapointInput, unknown>({
        name: "cached",
        disableTracing: true,
        journal: false,
        retries: 0,
        dataset: ["one", "two"].map((question) => ({ inputs: { question } })),
        function: ({ inputs }) => ask(client(), String(inputs["question"])),
        cache: { directory: folder.path, ...cache },
        ...options,
      }),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function ask(client: OpenAI, question: string): Promise<string | null | undefined> {
  const messages = [{ role: "user" as const, content: question }];
  const { choices } = await client.chat.completions.create({ model, messages });
  return choices[0]?.message.content;
}

/** Streams of one event each: the first request gets the first of them. */
async function startStreams(
  ...kinds: readonly ("broken" | "endless" | "whole")[]
): Promise<AsyncDisposable & { readonly url: string }> {
  let requests = 0;
  const server = createServer((request, response) => {
    request.resume();
    const kind = kinds[requests++];
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`data: ${kind}\n\n`, () => {
      if (kind === "broken") response.destroy();
      if (kind === "whole") response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // It listens on a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const outputs = ({ cases }: EvaluationResult): unknown[] => cases.map((entry) => entry.outputs);

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe("the cache of model calls", () => {
  it("asks a model once for each question and trial, and says what came from where", async () => {
    await using test = await setUp();
    const first = await test.run({ trials: 2 });
    expect(first.cache).toMatchObject({ hits: 0, misses: 4, bypassed: 0, cachedCases: 0 });
    const second = await test.run({ trials: 3 });
    expect(second.cache).toMatchObject({ hits: 4, misses: 2, cachedCases: 4, mode: "read-write" });
    expect(test.sent).toHaveLength(6);
    expect(outputs(second).slice(0, 2)).toEqual(outputs(first).slice(0, 2));
    expect(second.cases.map(({ cachedCalls }) => cachedCalls)).toEqual([1, 1, 0, 1, 1, 0]);
    const text = "4 hits, 2 misses; times and costs of 4 cases are not those of models";
    expect(renderResult(second)).toContain(`Cache (read-write): function ${text}`);
    expect(renderHtml([second])).toContain(text);
    expect(JSON.parse(resultToJson(second))).toMatchObject({ cache: { hits: 4, misses: 2 } });
  });

  it("tells the calls of the function from those of judges", async () => {
    await using test = await setUp();
    const judge = async (_: unknown, inputs: DatapointInput["inputs"]): Promise<boolean> =>
      (await ask(test.client(), `Is ${String(inputs["question"])} right?`)) !== "";
    await test.run({ evaluators: [judge] });
    // Another prompt, the same judge: only the function's calls are new.
    const changed = await test.run({
      evaluators: [judge],
      function: ({ inputs }) => ask(test.client(), `${String(inputs["question"])}, again`),
    });
    expect(changed.cache).toMatchObject({
      hits: 2,
      misses: 2,
      function: { hits: 0, misses: 2, bypassed: 0 },
      evaluators: { hits: 2, misses: 0, bypassed: 0 },
      cachedCases: 0,
    });
    const [entry] = changed.cases;
    expect([entry?.cachedCalls, entry?.cachedFunctionCalls]).toEqual([1, 0]);
    const text = "function 0 hits, 2 misses; evaluators 2 hits, 0 misses";
    expect(renderResult(changed)).toContain(`Cache (read-write): ${text}\n`);
    expect(renderMarkdown(changed)).toContain("evaluators 2 hits, 0 misses");
    expect(renderJunit([changed])).toContain('name="cache.evaluators.hits" value="2"');
  });

  it("does not let cached calls pass for real ones", async () => {
    await using test = await setUp();
    const options: Partial<EvaluateOptions<DatapointInput, unknown>> = {
      function: ({ inputs, addCost }) => {
        addCost(0.01);
        return ask(test.client(), String(inputs["question"]));
      },
      evaluators: [latency({ maxMs: 60_000 }), cost({ maxUsd: 1 })],
    };
    const states = ({ metrics }: EvaluationResult): unknown[] =>
      metrics.map(({ counted, notScorable }) => [counted, notScorable]);
    expect(states(await test.run(options))).toEqual([
      [2, 0],
      [2, 0],
    ]);
    expect(states(await test.run(options))).toEqual([
      [0, 2],
      [0, 2],
    ]);
  });

  it("takes nothing from `maxCost` for what no model was asked", async () => {
    await using test = await setUp();
    const options: Partial<EvaluateOptions<DatapointInput, unknown>> = {
      concurrency: 1,
      maxCost: 0.05,
      function: async ({ inputs, addCost }) => {
        addCost(0.01);
        return ask(test.client(), String(inputs["question"]));
      },
      evaluators: [
        async function judge(output, inputs, _, { addCost }) {
          const verdict = await ask(
            test.client(),
            `${String(inputs["question"])}: ${String(output)}?`,
          );
          addCost(0.02);
          return verdict === undefined ? null : 1;
        },
      ],
    };
    const first = await test.run(options);
    expect([first.cost, first.outcomes.passed]).toEqual([0.06, 2]);
    const second = await test.run({ ...options, maxCost: 0.001 });
    expect([second.cost, second.outcomes.passed]).toEqual([0, 2]);
    const otherJudge = await test.run({
      ...options,
      evaluators: [
        async function judge(_output, inputs, _, { addCost }) {
          addCost(0.02);
          await ask(test.client(), `another question: ${String(inputs["question"])}`);
          return 1;
        },
      ],
    });
    expect(otherJudge.cost).toBeCloseTo(0.04, 12);
    const failing = await test.run({
      ...options,
      function: async ({ inputs, addCost }) => {
        addCost(0.01);
        await ask(test.client(), String(inputs["question"]));
        throw new Error("what came is wrong");
      },
    });
    expect([failing.cost, failing.outcomes.errored]).toEqual([0, 2]);
  });

  it("replays streams whole", async () => {
    await using test = await setUp();
    const stream = async ({ inputs }: Datapoint): Promise<string> => {
      const chunks = await test.client().chat.completions.create({
        model,
        stream: true,
        messages: [{ role: "user", content: String(inputs["question"]) }],
      });
      let text = "";
      for await (const chunk of chunks) text += chunk.choices[0]?.delta.content ?? "";
      return text;
    };
    const first = await test.run({ function: (datapoint) => stream(datapoint) });
    const second = await test.run({ function: (datapoint) => stream(datapoint) });
    expect(second.cache).toMatchObject({ hits: 2, misses: 0 });
    expect(outputs(second)).toEqual(outputs(first));
    expect(String(outputs(first)[0]).length).toBeGreaterThan(10);
  });

  it("keeps no stream that broke off or was given up", async () => {
    await using folder = await makeTemporaryDirectory();
    await using server = await startStreams("broken", "endless", "whole");
    const run = (): Promise<EvaluationResult> =>
      evaluate({
        disableTracing: true,
        journal: false,
        retries: 0,
        dataset: [{ inputs: {} }],
        cache: { directory: folder.path },
        function: async () => {
          const stop = new AbortController();
          const request = { method: "POST", body: "{}", signal: stop.signal };
          const response = await cachedFetch()(`${server.url}/v1/chat/completions`, request);
          let text = "";
          for await (const bytes of response.body ?? []) {
            text += Buffer.from(bytes as Uint8Array).toString();
            if (text.includes("endless")) stop.abort();
          }
          return text;
        },
      });
    for (const outcome of ["errored", "errored", "passed"] as const) {
      expect(await filesIn(folder.path)).toEqual([]);
      expect((await run()).cases[0]?.outcome).toBe(outcome);
    }
    expect(await run()).toMatchObject({
      cache: { hits: 1 },
      cases: [{ outputs: "data: whole\n\n" }],
    });
  });

  it("gives equal questions of one case answers of their own", async () => {
    await using test = await setUp();
    const options = {
      function: async () => [await ask(test.client(), "same"), await ask(test.client(), "same")],
    };
    // Of the two cases one asks, twice; the other has its answers.
    expect((await test.run(options)).cache).toMatchObject({ hits: 2, misses: 2 });
    expect((await test.run(options)).cache).toMatchObject({ hits: 4, misses: 0 });
  });

  it("asks once where cases ask the same at once, and again where that came to nothing", async () => {
    await using test = await setUp();
    const dataset = Array.from({ length: 5 }, (_, index) => ({ inputs: { index } }));
    const all = { dataset, concurrency: 5, function: () => ask(test.client(), "the same") };
    const refused = await test.run({ ...all, function: () => ask(test.client("sk-no"), "same") });
    expect([refused.outcomes.errored, refused.cache?.misses]).toEqual([5, 5]);
    const before = test.sent.length;
    const { cache, outcomes, cases } = await test.run(all);
    expect([cache?.misses, cache?.hits, outcomes.passed]).toEqual([1, 4, 5]);
    expect(test.sent).toHaveLength(before + 1);
    expect(new Set(cases.map((entry) => entry.outputs)).size).toBe(1);
  });

  it("keeps no failures, no keys and no questions", async () => {
    await using test = await setUp();
    const failing = await test.run({
      function: ({ inputs }) => ask(test.client("sk-wrong"), String(inputs["question"])),
    });
    expect(failing.outcomes.errored).toBe(2);
    expect(await filesIn(test.folder.path)).toEqual([]);
    await test.run({ dataset: [{ inputs: { question: "my secret question" } }] });
    const [path = ""] = await filesIn(test.folder.path);
    const text = await readFile(path, "utf8");
    expect(text).not.toContain("sk-local");
    expect(text.toLowerCase()).not.toContain("authorization");
  });

  it("reads without writing, writes without reading, and asks again for what is damaged", async () => {
    await using test = await setUp();
    const modes = async (mode: CacheOptions["mode"]): Promise<unknown> => {
      const { cache } = await test.run({}, { mode });
      return [cache?.hits, cache?.misses];
    };
    expect(await modes("read-only")).toEqual([0, 2]);
    expect(await filesIn(test.folder.path)).toEqual([]);
    expect(await modes("read-write")).toEqual([0, 2]);
    expect(await modes("read-only")).toEqual([2, 0]);
    expect(await modes("refresh")).toEqual([0, 2]);
    for (const path of await filesIn(test.folder.path)) await writeFile(path, "{");
    expect(await modes("read-write")).toEqual([0, 2]);
    expect(await modes("read-write")).toEqual([2, 0]);
  });

  it("sees the global fetch inside of cases alone, and leaves it as it was", async () => {
    await using folder = await makeTemporaryDirectory();
    await using server = await startModelServer({ latency: 0 });
    const { fetch: before } = globalThis;
    const make = (): OpenAI =>
      new OpenAI({ apiKey: server.apiKey, baseURL: server.baseUrl, maxRetries: 0 });
    const run = (): Promise<EvaluationResult> =>
      evaluate({
        disableTracing: true,
        journal: false,
        dataset: [{ inputs: {} }],
        function: () => ask(make(), "global"),
        cache: { directory: folder.path },
        onProgress: () => expect(globalThis.fetch).not.toBe(before),
      });
    expect((await run()).cache).toMatchObject({ misses: 1 });
    const [one, two] = await Promise.all([run(), run()]);
    expect([one.cache?.hits, two.cache?.hits]).toEqual([1, 1]);
    expect(globalThis.fetch).toBe(before);
  });

  it("is off unless it is asked for, and tells the server of the run when it is on", async () => {
    await using test = await setUp();
    expect((await test.run({ cache: undefined })).cache).toBeUndefined();
    await using collector = await startCollector();
    const options = { apiKey: "key", serverUrl: collector.url, disableTracing: false };
    await test.run({ ...options, dataset: [{ inputs: { question: "x" } }] });
    expect(collector.requests.findLast(({ method }) => method === "PUT")?.body).toMatchObject({
      metadata: { cache: { hits: 0, misses: 1 } },
    });
    await expect(test.run({ cache: { mode: "sometimes" } as never })).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
  });
});

describe("what is cached", () => {
  it.each([
    ["POST", "https://api.openai.com/v1/chat/completions", true],
    [
      "POST",
      "https://x.openai.azure.com/openai/deployments/a/chat/completions?api-version=1",
      true,
    ],
    ["POST", "https://api.anthropic.com/v1/messages", true],
    ["POST", "https://host/v1beta/models/gemini-pro:streamGenerateContent?alt=sse", true],
    ["POST", "https://bedrock.aws/model/a.b-v1/converse-stream", true],
    ["GET", "https://api.openai.com/v1/models", false],
    ["POST", "https://shop.example/v1/orders", false],
    ["POST", "http://127.0.0.1:4747/session/start", false],
    ["POST", "not a url", false],
  ])("%s %s: %s", (method, url, expected) => {
    expect(isModelCall({ method, url })).toBe(expected);
  });

  it("is known by what is asked, never by who asks", () => {
    const parts = { method: "POST", body: "{}", trial: 0, occurrence: 0 };
    const key = (url: string, more: object = {}): string => cacheKey({ ...parts, url, ...more });
    const plain = key("https://host/a?alt=sse");
    expect(key("https://user:password@host/a?alt=sse&key=1&api_key=2&X-Amz-Signature=3")).toBe(
      plain,
    );
    expect(key("https://host/a")).not.toBe(plain);
    for (const more of [{ trial: 1 }, { occurrence: 1 }, { body: "[]" }, { method: "PUT" }]) {
      expect(key("https://host/a?alt=sse", more)).not.toBe(plain);
    }
  });
});
