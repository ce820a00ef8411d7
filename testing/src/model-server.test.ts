import OpenAI, { APIError } from "openai";
import { describe, expect, it } from "vitest";
import { startModelServer, type ModelServer } from "./model-server.js";

const context = `Parsers read text. The licence of the parser is MIT. It needs Node 20.`;
const question = "Which licence does the parser have?";
const messages = [
  { role: "system" as const, content: "Answer from the context." },
  { role: "user" as const, content: `Context:\n${context}\n\nQuestion: ${question}` },
];

const connect = (server: ModelServer): OpenAI =>
  new OpenAI({ baseURL: server.baseUrl, apiKey: server.apiKey, maxRetries: 0 });

describe("chat completions", () => {
  it("answer from the context of the prompt and count tokens", async () => {
    await using server = await startModelServer({ latency: 0 });
    const completion = await connect(server).chat.completions.create({
      model: "extract-large",
      messages,
    });
    expect(completion.choices).toEqual([
      {
        index: 0,
        message: { role: "assistant", content: "The licence of the parser is MIT.", refusal: null },
        logprobs: null,
        finish_reason: "stop",
      },
    ]);
    expect(completion.usage).toEqual({ prompt_tokens: 43, completion_tokens: 9, total_tokens: 52 });
  });

  it("stream the same answer, with the usage when asked for", async () => {
    await using server = await startModelServer({ latency: 0 });
    const stream = await connect(server).chat.completions.create({
      model: "extract-large",
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("")).toBe(
      "The licence of the parser is MIT.",
    );
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("stop");
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 9 } });
  });

  it.each([
    ["The licence is MIT.", "A", "Answer lacks nothing and adds nothing."],
    ["MIT.", "B", "Answer lacks licenc and adds nothing."],
    ["The licence is Apache.", "C", "Answer lacks mit and adds apach."],
  ])("call the tool they must, as a judge of %j", async (answer, choice, reasons) => {
    await using server = await startModelServer({ latency: 0 });
    const properties = {
      reasons: { type: "string" },
      choice: { type: "string", enum: ["A", "B", "C"] },
    };
    const options = "(A) the same details\n(B) a subset\n(C) a disagreement";
    const content = `[Truth]: The licence is MIT.\n[Answer]: ${answer}\n${options}`;
    const { choices } = await connect(server).chat.completions.create({
      model: "extract-large",
      messages: [{ role: "user", content }],
      tools: [{ type: "function", function: { name: "choose", parameters: { properties } } }],
      tool_choice: { type: "function", function: { name: "choose" } },
    });
    const [call] = choices[0]?.message.tool_calls ?? [];
    expect(call).toMatchObject({ type: "function", function: { name: "choose" } });
    expect(JSON.parse(call?.type === "function" ? call.function.arguments : "")).toEqual({
      reasons,
      choice,
    });
  });

  it("stop at the token limit", async () => {
    await using server = await startModelServer({ latency: 0 });
    const completion = await connect(server).chat.completions.create({
      model: "extract-large",
      messages,
      max_tokens: 2,
    });
    expect(completion.choices[0]).toMatchObject({
      message: { content: "The licenc" },
      finish_reason: "length",
    });
  });

  it("take the last paragraph for the question when it is not marked", async () => {
    await using server = await startModelServer({ latency: 0 });
    const completion = await connect(server).chat.completions.create({
      model: "extract-large",
      messages: [{ role: "user", content: `${context}\n\n${question}` }],
    });
    expect(completion.choices[0]?.message.content).toBe("The licence of the parser is MIT.");
  });
});

describe("embeddings", () => {
  it("are the same through both encodings", async () => {
    await using server = await startModelServer({ latency: 0 });
    const request = { model: "embed-small", input: [question, context] };
    const client = connect(server);
    const binary = await client.embeddings.create(request);
    const plain = await client.embeddings.create({ ...request, encoding_format: "float" });
    expect(binary.data.map(({ embedding }) => embedding.length)).toEqual([384, 384]);
    expect(binary.data.map(({ embedding }) => [...embedding])).toEqual(
      plain.data.map(({ embedding }) => embedding.map(Math.fround)),
    );
  });
});

describe("errors", () => {
  it.each([
    ["an unknown model", { model: "gpt-0", messages }, 404, "model_not_found"],
    ["no messages", { model: "extract-small", messages: [] }, 400, null],
    ["a bad limit", { model: "extract-small", messages, max_tokens: -1 }, 400, null],
  ])("name what is wrong with %s", async (_, request, status, code) => {
    await using server = await startModelServer({ latency: 0 });
    const failure: unknown = await connect(server)
      .chat.completions.create(request)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(APIError);
    expect(failure).toMatchObject({ status, code });
  });

  it("refuse a wrong key", async () => {
    await using server = await startModelServer({ latency: 0 });
    const client = new OpenAI({ baseURL: server.baseUrl, apiKey: "sk-wrong", maxRetries: 0 });
    await expect(client.models.list()).rejects.toMatchObject({
      status: 401,
      code: "invalid_api_key",
    });
  });
});

it("lists its models", async () => {
  await using server = await startModelServer();
  const models = await collect(connect(server).models.list());
  expect(models.map((model) => model.id)).toEqual([
    "extract-small",
    "extract-large",
    "embed-small",
    "embed-large",
  ]);
});

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
