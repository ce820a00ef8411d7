import { startCollector, startModelServer } from "@honeyhive/testing";
import { HoneyHiveTracer } from "honeyhive";
import { wrapOpenAI } from "honeyhive/openai";
import OpenAI from "openai";
import { expect, test } from "vitest";

const question = {
  model: "extract-small",
  temperature: 0,
  messages: [
    { role: "user" as const, content: "Context: Bees make honey. Question: Who makes honey?" },
  ],
};
const answer = "Bees make honey.";

test.each<[string, (response: Response) => Promise<unknown>]>([
  ["json()", (response) => response.json()],
  ["text()", (response) => response.text()],
  ["its body", (response) => readAll(response.body)],
  ["a clone", (response) => response.clone().json()],
  ["a response made of it", (response) => new Response(response.body, response).json()],
])("asResponse() is recorded when it is read by %s", async (_, read) => {
  await using model = await startModelServer({ latency: 0 });
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
  const openai = wrapOpenAI(new OpenAI({ baseURL: model.baseUrl, apiKey: model.apiKey }));
  const raw = await openai.chat.completions.create(question).asResponse();
  expect(raw.status).toBe(200);
  expect(JSON.stringify(await read(raw))).toContain(answer);
  await tracer.flush();
  expect(collector.spans[0]?.attributes).toMatchObject({
    "honeyhive_outputs.content": answer,
    "honeyhive_metadata.total_tokens": 20,
  });
});

test("the events of asResponse() reach whoever reads them as they come, and are recorded", async () => {
  await using model = await startModelServer({ latency: 0 });
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
  const openai = wrapOpenAI(new OpenAI({ baseURL: model.baseUrl, apiKey: model.apiKey }));
  const request = { ...question, stream: true, stream_options: { include_usage: true } } as const;
  const raw = await openai.chat.completions.create(request).asResponse();
  const text = await readAll(raw.body?.pipeThrough(new TransformStream()) ?? null);
  expect(text.match(/^data: /gm)?.length).toBeGreaterThan(3);
  expect(text).toContain("data: [DONE]");
  await tracer.flush();
  expect(collector.spans[0]?.attributes).toMatchObject({
    "honeyhive_outputs.content": answer,
    "honeyhive_metadata.total_tokens": 20,
  });
});

test("what is read of nothing, or too large to keep, is its reader's alone", async () => {
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
  const content = "x".repeat(5_000_000);
  const fetch = (): Promise<Response> =>
    Promise.resolve(Response.json({ choices: [{ message: { content } }] }));
  const openai = wrapOpenAI(new OpenAI({ apiKey: "sk", fetch }));
  const unread = await openai.chat.completions.create(question).asResponse();
  expect(unread.bodyUsed).toBe(false);
  const raw = await openai.chat.completions.create(question).asResponse();
  expect((await raw.text()).length).toBeGreaterThan(content.length);
  await tracer.shutdown();
  expect(collector.spans.map(({ status }) => status.code)).toEqual([0, 0]);
});

async function readAll(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
