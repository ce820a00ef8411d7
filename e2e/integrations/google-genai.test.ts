import * as genai from "@google/genai";
import { ApiError, GoogleGenAI, type CallableTool, type Content } from "@google/genai";
import { renderSpanTree, startCollector, type Collector } from "@honeyhive/testing";
import { HoneyHiveTracer, trace } from "honeyhive";
import { wrapGoogleGenAI } from "honeyhive/google-genai";
import { expect, test } from "vitest";

import { parts, startGemini, weather } from "../support/start-gemini.js";

const model = "gemini-2.5-flash";
const recorded = {
  name: "google.generateContent",
  attributes: {
    honeyhive_event_type: "model",
    "honeyhive_config.provider": "google",
    "honeyhive_config.model": model,
    "honeyhive_config.temperature": 0.5,
    "honeyhive_config.maxOutputTokens": 100,
    "honeyhive_inputs.chat_history": JSON.stringify([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Weather in Bern?" },
    ]),
    "honeyhive_outputs.role": "assistant",
    "honeyhive_outputs.content": "Let me look.",
    "honeyhive_outputs.reasoning": "Where is Bern?",
    "honeyhive_outputs.tool_calls": JSON.stringify([
      { id: "c1", type: "function", function: { name: "weather", arguments: '{"city":"Bern"}' } },
    ]),
    "honeyhive_outputs.finish_reason": "STOP",
    "honeyhive_metadata.prompt_tokens": 10,
    // Gemini counts its thoughts beside the answer.
    "honeyhive_metadata.completion_tokens": 8,
    "honeyhive_metadata.reasoning_tokens": 3,
    "honeyhive_metadata.total_tokens": 18,
    "honeyhive_metadata.cache_read_input_tokens": 4,
    "honeyhive_metadata.response_id": "r1",
    "honeyhive_metadata.response_model": "gemini-2.5-flash-001",
    "honeyhive_metadata.finish_reason": "STOP",
  },
};
const config = { systemInstruction: "Be brief.", temperature: 0.5, maxOutputTokens: 100 };
const request = { model, contents: "Weather in Bern?", config };

const calls: readonly (readonly [string, (ai: GoogleGenAI) => Promise<unknown>])[] = [
  [
    "generateContent",
    async (ai) => {
      const response = await ai.models.generateContent(request);
      expect(response).toBeInstanceOf(genai.GenerateContentResponse);
      expect(response.functionCalls).toEqual([weather]);
    },
  ],
  [
    "generateContentStream",
    async (ai) => {
      const chunks = await readAll(await ai.models.generateContentStream(request));
      expect(chunks).toHaveLength(4);
      expect(chunks[1]?.text).toBe("Let me ");
    },
  ],
  [
    "sendMessage",
    async (ai) => {
      const chat = ai.chats.create({ model: `models/${model}`, config });
      await chat.sendMessage({ message: request.contents });
      expect(chat.getHistory()).toHaveLength(2);
    },
  ],
  [
    "sendMessageStream",
    async (ai) => {
      const chat = ai.chats.create({ model, config });
      for await (const chunk of await chat.sendMessageStream({ message: [request.contents] })) {
        expect(chunk.responseId).toBe("r1");
      }
      expect(chat.getHistory().length).toBeGreaterThan(1);
    },
  ],
];

test.each(calls)("wrapped, %s is one model event", async (_name, call) => {
  await using setup = await start();
  const ai = wrapGoogleGenAI(setup.ai);
  expect(ai).toBe(setup.ai);
  await call(wrapGoogleGenAI(ai));
  await setup.tracer.flush();
  expect(setup.collector.spans).toEqual([expect.objectContaining({ name: recorded.name })]);
  expect(setup.collector.spans[0]).toMatchObject(recorded);
});

test("instrumentModules records the clients of the module, wrapped ones once", async () => {
  await using setup = await start();
  const { prototype } = genai.Models;
  const originals = Object.getOwnPropertyDescriptors(prototype);
  try {
    await using tracer = await HoneyHiveTracer.init({
      apiKey: "key",
      serverUrl: setup.collector.url,
      instrumentModules: { googleGenAI: genai },
    });
    for (const [, call] of calls) await call(setup.ai);
    await calls[0]?.[1](wrapGoogleGenAI(setup.ai));
    await tracer.flush();
  } finally {
    Object.defineProperties(prototype, originals);
  }
  expect(setup.collector.spans).toHaveLength(5);
  for (const span of setup.collector.spans) expect(span).toMatchObject(recorded);
});

const image = { inlineData: { mimeType: "image/png", data: "aGk=" } };
const pictured = { type: "image_url", image_url: { url: "data:image/png;base64,aGk=" } };

test.each<[string, genai.ContentListUnion, object[]]>([
  ["a text", "Hi", [{ role: "user", content: "Hi" }]],
  ["a part", { text: "Hi" }, [{ role: "user", content: "Hi" }]],
  ["a content", { role: "user", parts: [{ text: "Hi" }] }, [{ role: "user", content: "Hi" }]],
  [
    "texts and parts",
    ["See", image, { fileData: { mimeType: "application/pdf", fileUri: "gs://a/b.pdf" } }],
    [
      {
        role: "user",
        content: [
          { type: "text", text: "See" },
          pictured,
          { type: "file", mime_type: "application/pdf", uri: "gs://a/b.pdf" },
        ],
      },
    ],
  ],
  [
    "turns with calls",
    [
      { role: "user", parts: [{ text: "Weather?" }, { text: "In Bern." }] },
      { role: "model", parts },
      {
        role: "user",
        parts: [{ functionResponse: { id: "c1", name: "weather", response: { output: "Sunny" } } }],
      },
    ],
    [
      {
        role: "user",
        content: [
          { type: "text", text: "Weather?" },
          { type: "text", text: "In Bern." },
        ],
      },
      {
        role: "assistant",
        content: "Let me look.",
        reasoning: "Where is Bern?",
        tool_calls: [
          {
            id: "c1",
            type: "function",
            function: { name: "weather", arguments: '{"city":"Bern"}' },
          },
        ],
      },
      { role: "tool", tool_call_id: "c1", name: "weather", content: '{"output":"Sunny"}' },
    ],
  ],
])("contents may be %s", async (_name, contents, messages) => {
  await using setup = await start();
  const systemInstruction: Content = { role: "user", parts: [{ text: "Be brief." }] };
  await wrapGoogleGenAI(setup.ai).models.generateContent({
    ...request,
    contents,
    config: {
      systemInstruction,
      httpOptions: { headers: { authorization: "hidden" } },
      tools: [{ googleMaps: { authConfig: { apiKey: "hidden" } } }],
    },
  });
  await setup.tracer.flush();
  const { attributes = {} } = setup.collector.spans[0] ?? {};
  expect(JSON.parse(String(attributes["honeyhive_inputs.chat_history"]))).toEqual([
    { role: "system", content: "Be brief." },
    ...messages,
  ]);
  expect(JSON.stringify(attributes)).not.toContain("hidden");
});

test("embeddings record number and length, not the vectors", async () => {
  await using setup = await start();
  const ai = wrapGoogleGenAI(setup.ai);
  const { embeddings } = await ai.models.embedContent({
    model: "gemini-embedding-001",
    contents: ["a bee", "b"],
    config: { outputDimensionality: 3 },
  });
  expect(embeddings?.map(({ values }) => values?.length)).toEqual([3, 3]);
  await setup.tracer.flush();
  expect(setup.collector.spans).toHaveLength(1);
  expect(setup.collector.spans[0]).toMatchObject({
    name: "google.embedContent",
    attributes: {
      honeyhive_event_type: "tool",
      "honeyhive_config.model": "gemini-embedding-001",
      "honeyhive_config.outputDimensionality": 3,
      "honeyhive_inputs.input": JSON.stringify(["a bee", "b"]),
      "honeyhive_outputs.count": 2,
      "honeyhive_outputs.dimensions": 3,
    },
  });
});

test("each answer of a run of functions is an event, with the functions beside", async () => {
  await using setup = await start();
  const ai = wrapGoogleGenAI(setup.ai);
  let runs = 0;
  const tool: CallableTool = {
    tool: () => Promise.resolve({ functionDeclarations: [{ name: "weather" }] }),
    callTool: (asked) =>
      trace(
        async () => {
          runs++;
          const response = { output: "Sunny" };
          return await Promise.resolve(
            asked.map(({ name = "" }) => ({ functionResponse: { name, response } })),
          );
        },
        { eventName: "measure" },
      )(),
  };
  const asked = { ...request, config: { tools: [tool] } };
  await trace(async function once() {
    expect((await ai.models.generateContent(asked)).text).toBe("It is sunny.");
  })();
  await trace(async function streamed() {
    const chunks = await readAll(await ai.models.generateContentStream(asked));
    expect(chunks.at(-1)?.text).toBe("It is sunny.");
  })();
  expect(runs).toBe(2);
  await setup.tracer.flush();
  expect(renderSpanTree(setup.collector.spans)).toMatchInlineSnapshot(`
    "once
    ├─ google.generateContent
    ├─ measure
    └─ google.generateContent
    streamed
    ├─ google.generateContent
    ├─ measure
    └─ google.generateContent"
  `);
});

test("an answer that is refused, and several", async () => {
  await using setup = await start();
  const ai = wrapGoogleGenAI(setup.ai);
  await ai.models.generateContent({ model, contents: "refused" });
  await ai.models.generateContent({ model, contents: "several" });
  await setup.tracer.flush();
  const [refused, several] = setup.collector.spans.map(({ attributes }) => attributes);
  expect(refused).toMatchObject({
    "honeyhive_outputs.content": "",
    "honeyhive_outputs.finish_reason": "SAFETY",
  });
  expect(JSON.parse(String(several?.["honeyhive_outputs.choices"]))).toEqual([
    { role: "assistant", content: "a", finish_reason: "STOP" },
    { role: "assistant", content: "b", finish_reason: "MAX_TOKENS" },
  ]);
});

test("a call that fails is an error event with what the client threw, once", async () => {
  await using setup = await start();
  const ai = wrapGoogleGenAI(setup.ai);
  const wrong = { model: "no-such-model", contents: "Hi" };
  await expect(ai.models.generateContent(wrong)).rejects.toBeInstanceOf(ApiError);
  await expect(ai.models.generateContentStream(wrong)).rejects.toBeInstanceOf(ApiError);
  const chat = ai.chats.create({ model: "no-such-model" });
  await expect(chat.sendMessage({ message: "Hi" })).rejects.toBeInstanceOf(ApiError);
  await setup.tracer.flush();
  expect(setup.collector.spans).toHaveLength(3);
  for (const { status, attributes, events } of setup.collector.spans) {
    expect(status.code).toBe(2);
    expect(String(attributes["honeyhive_error"])).toContain("no-such-model");
    expect(events).toHaveLength(1);
  }
});

test("a stream that is left has what came until then, one that breaks its error", async () => {
  await using setup = await start();
  const ai = wrapGoogleGenAI(setup.ai);
  for await (const chunk of await ai.models.generateContentStream(request)) {
    if (chunk.text === "Let me ") break;
  }
  const broken = await ai.models.generateContentStream({ model, contents: "broken" });
  await expect(readAll(broken)).rejects.toThrow();
  await setup.tracer.flush();
  const [left, failed] = setup.collector.spans;
  expect(left?.status.code).toBe(0);
  expect(left?.attributes["honeyhive_outputs.content"]).toBe("Let me ");
  expect(failed?.status.code).toBe(2);
  expect(setup.collector.spans).toHaveLength(2);
});

test("calls of fifty sessions at once are each in its own", async () => {
  await using setup = await start();
  const ai = wrapGoogleGenAI(setup.ai);
  await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      setup.tracer.withSession({ name: `s${index}` }, async () => {
        const stream = await ai.models.generateContentStream({ model, contents: `n${index}` });
        for await (const chunk of stream) expect(chunk.responseId).toBe("r1");
        await ai.chats.create({ model }).sendMessage({ message: `n${index}` });
      }),
    ),
  );
  await setup.tracer.flush();
  const { spans } = setup.collector;
  const pairs = spans.map(({ attributes }) =>
    ["honeyhive_inputs.chat_history", "honeyhive.session_id"].map((key) => attributes[key]),
  );
  expect(spans).toHaveLength(100);
  for (const place of [0, 1]) expect(new Set(pairs.map((pair) => pair[place])).size).toBe(50);
  expect(new Set(pairs.map(String)).size).toBe(50);
});

test("a client wrapped for one tracer records into that one", async () => {
  await using setup = await start();
  await using other = await startCollector();
  await using tracer = new HoneyHiveTracer({ apiKey: "b", serverUrl: other.url });
  const ai = wrapGoogleGenAI(setup.ai, { tracer: setup.tracer });
  await tracer.withSession({}, () => ai.models.generateContent(request));
  await Promise.all([tracer.flush(), setup.tracer.flush()]);
  expect([other.spans.length, setup.collector.spans.length]).toEqual([0, 1]);
});

test("without a tracer the client works as it was", async () => {
  await using server = await startGemini();
  const ai = wrapGoogleGenAI(newClient(server.url));
  const { functionCalls } = await ai.models.generateContent(request);
  expect(functionCalls).toEqual([weather]);
});

interface Setup extends AsyncDisposable {
  readonly collector: Collector;
  readonly tracer: HoneyHiveTracer;
  readonly ai: GoogleGenAI;
}

async function start(): Promise<Setup> {
  const collector = await startCollector();
  const server = await startGemini();
  const tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
  return {
    collector,
    tracer,
    ai: newClient(server.url),
    [Symbol.asyncDispose]: async () => {
      await tracer.shutdown();
      await server[Symbol.asyncDispose]();
      await collector[Symbol.asyncDispose]();
    },
  };
}

function newClient(baseUrl: string): GoogleGenAI {
  return new GoogleGenAI({ apiKey: "key", httpOptions: { baseUrl } });
}

async function readAll<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const read: Item[] = [];
  for await (const item of items) read.push(item);
  return read;
}
