import {
  renderSpanTree,
  startCollector,
  startModelServer,
  type Collector,
} from "@honeyhive/testing";
import { HoneyHiveTracer, trace } from "honeyhive";
import { instrumentOpenAI, wrapOpenAI } from "honeyhive/openai";
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

test("a chat completion is a model event with messages, answer, parameters and tokens", async () => {
  await using setup = await start();
  const openai = wrapOpenAI(setup.client);
  expect(openai).toBe(setup.client);
  await trace(async function ask() {
    const completion = await openai.chat.completions.create(question);
    expect(completion.choices[0]?.message.content).toBe(answer);
  })();
  await setup.tracer.flush();
  expect(
    renderSpanTree(setup.collector.spans, {
      show: [/^honeyhive_(event_type|inputs|outputs|config|metadata\.(?!response_id))/],
    }),
  ).toMatchInlineSnapshot(`
      "ask
      │ · honeyhive_event_type = "chain"
      └─ openai.chat.completions
           · honeyhive_config.model = "extract-small"
           · honeyhive_config.provider = "openai"
           · honeyhive_config.temperature = 0
           · honeyhive_event_type = "model"
           · honeyhive_inputs.chat_history = "[{\\"role\\":\\"user\\",\\"content\\":\\"Context: Bees make honey. Question: Who makes honey?\\"}]"
           · honeyhive_metadata.completion_tokens = 4
           · honeyhive_metadata.finish_reason = "stop"
           · honeyhive_metadata.prompt_tokens = 16
           · honeyhive_metadata.response_model = "extract-small"
           · honeyhive_metadata.total_tokens = 20
           · honeyhive_outputs.content = "Bees make honey."
           · honeyhive_outputs.finish_reason = "stop"
           · honeyhive_outputs.role = "assistant""
    `);
});

test.each([true, false])(
  "a stream gives the same event, read to its end (usage: %s)",
  async (usage) => {
    await using setup = await start();
    const openai = wrapOpenAI(setup.client);
    const stream = await openai.chat.completions.create({
      ...question,
      stream: true,
      stream_options: { include_usage: usage },
    });
    expect(stream.controller).toBeInstanceOf(AbortController);
    let text = "";
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    expect(text).toBe(answer);
    await setup.tracer.flush();
    const attributes = setup.collector.spans[0]?.attributes ?? {};
    expect(attributes["honeyhive_outputs.content"]).toBe(answer);
    expect(attributes["honeyhive_outputs.role"]).toBe("assistant");
    expect(attributes["honeyhive_outputs.finish_reason"]).toBe("stop");
    expect(attributes["honeyhive_metadata.total_tokens"] !== undefined).toBe(usage);
  },
);

test("withResponse(), asResponse() and the stream helpers work, and are recorded once", async () => {
  await using setup = await start();
  const openai = wrapOpenAI(setup.client);
  const { data, response } = await openai.chat.completions.create(question).withResponse();
  expect([data.choices[0]?.message.content, response.status]).toEqual([answer, 200]);
  const raw = await openai.chat.completions.create(question).asResponse();
  expect(((await raw.json()) as { object: string }).object).toBe("chat.completion");
  const streamed = await openai.chat.completions
    .create({ ...question, stream: true })
    .withResponse();
  for await (const chunk of streamed.data) expect(chunk.object).toBe("chat.completion.chunk");
  const final = await openai.chat.completions.stream(question).finalContent();
  expect(final).toBe(answer);
  await setup.tracer.flush();
  const contents = setup.collector.spans.map(
    ({ attributes }) => attributes["honeyhive_outputs.content"],
  );
  expect(contents).toEqual([answer, answer, answer, answer]);
});

test("embeddings record number and length, not the vectors, and what their cost is counted by", async () => {
  await using setup = await start();
  const openai = wrapOpenAI(setup.client);
  const { data } = await openai.embeddings.create({ model: "embed-small", input: ["a bee", "b"] });
  expect(data).toHaveLength(2);
  await setup.tracer.flush();
  expect(setup.collector.spans[0]).toMatchObject({
    name: "openai.embeddings",
    attributes: {
      honeyhive_event_type: "tool",
      "honeyhive_inputs.input": JSON.stringify(["a bee", "b"]),
      "honeyhive_outputs.count": 2,
      "honeyhive_outputs.dimensions": 384,
      "honeyhive_metadata.operation_name": "embeddings",
      "honeyhive_metadata.prompt_tokens": expect.any(Number),
    },
  });
});

test("a failing call is an error event with what OpenAI threw, once", async () => {
  await using setup = await start();
  const openai = wrapOpenAI(setup.client);
  await expect(
    openai.chat.completions.create({ ...question, model: "no-such-model" }),
  ).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  await setup.tracer.flush();
  const [span] = setup.collector.spans;
  expect(span?.status.code).toBe(2);
  expect(String(span?.attributes["honeyhive_error"])).toContain("no-such-model");
  expect(span?.events).toHaveLength(1);
});

test("responses, with tool calls and as a stream", async () => {
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
  const response = {
    id: "resp_1",
    object: "response",
    model: "gpt-x",
    status: "completed",
    output: [
      { type: "message", role: "assistant", content: [{ type: "output_text", text: "Hello" }] },
      { type: "function_call", call_id: "c1", name: "look", arguments: '{"at":1}' },
    ],
    usage: {
      input_tokens: 3,
      output_tokens: 4,
      total_tokens: 7,
      input_tokens_details: { cached_tokens: 1 },
      output_tokens_details: { reasoning_tokens: 2 },
    },
  };
  const openai = wrapOpenAI(
    new OpenAI({
      apiKey: "sk",
      fetch: (_url, init) => {
        const isStream = String(init?.body).includes('"stream":true');
        return Promise.resolve(
          isStream
            ? eventStream([
                { type: "response.created", response: { ...response, status: "in_progress" } },
                { type: "response.output_text.delta", delta: "Hello" },
                { type: "response.completed", response },
              ])
            : Response.json(response),
        );
      },
    }),
  );
  const request = { model: "gpt-x", instructions: "Be brief.", input: "Hi" };
  const plain = await openai.responses.create(request);
  expect(plain.output_text).toBe("Hello");
  const stream = await openai.responses.create({ ...request, stream: true });
  const types: string[] = [];
  for await (const event of stream) types.push(event.type);
  expect(types.at(-1)).toBe("response.completed");
  await tracer.flush();
  for (const { attributes } of collector.spans) {
    expect(attributes).toMatchObject({
      "honeyhive_inputs.chat_history": JSON.stringify([
        { role: "system", content: "Be brief." },
        { role: "user", content: "Hi" },
      ]),
      "honeyhive_outputs.content": "Hello",
      "honeyhive_outputs.tool_calls": JSON.stringify([
        { id: "c1", type: "function", function: { name: "look", arguments: '{"at":1}' } },
      ]),
      "honeyhive_metadata.total_tokens": 7,
      "honeyhive_metadata.cache_read_input_tokens": 1,
      "honeyhive_metadata.reasoning_tokens": 2,
    });
  }
  expect(collector.spans).toHaveLength(2);
});

test("a client wrapped for one tracer records into that one, another into the default", async () => {
  await using setup = await start();
  await using other = await startCollector();
  await using tracer = new HoneyHiveTracer({ apiKey: "b", serverUrl: other.url });
  const bound = wrapOpenAI(newClient(setup.model), { tracer });
  await bound.chat.completions.create(question);
  await wrapOpenAI(wrapOpenAI(setup.client)).chat.completions.create(question);
  await Promise.all([tracer.flush(), setup.tracer.flush()]);
  expect([other.spans.length, setup.collector.spans.length]).toEqual([1, 1]);
});

test("copies of a wrapped client are recorded as it is, each call once", async () => {
  await using setup = await start();
  const openai = wrapOpenAI(setup.client, { tracer: setup.tracer });
  const patient = openai.withOptions({ timeout: 5000 });
  expect(patient).toBeInstanceOf(OpenAI);
  await patient.chat.completions.create(question);
  await wrapOpenAI(patient.withOptions({ maxRetries: 0 })).chat.completions.create(question);
  expect([patient.timeout, openai.timeout]).toEqual([5000, 600_000]);
  await setup.tracer.flush();
  expect(setup.collector.spans.map(({ name }) => name)).toEqual([
    "openai.chat.completions",
    "openai.chat.completions",
  ]);
});

test("without a tracer the client works as it was", async () => {
  await using model = await startModelServer({ latency: 0 });
  const openai = wrapOpenAI(newClient(model));
  const completion = await openai.chat.completions.create(question);
  expect(completion.choices[0]?.message.content).toBe(answer);
});

test("an instrumented class records all of its clients, wrapped ones once", async () => {
  await using setup = await start();
  class Isolated extends OpenAI {}
  const original = Reflect.get(OpenAI.Chat.Completions.prototype, "create") as unknown;
  try {
    instrumentOpenAI(Isolated);
    await setup.client.chat.completions.create(question);
    await wrapOpenAI(newClient(setup.model)).chat.completions.create(question);
  } finally {
    Object.defineProperty(OpenAI.Chat.Completions.prototype, "create", { value: original });
  }
  await setup.tracer.flush();
  expect(setup.collector.spans).toHaveLength(2);
});

type ModelServer = Awaited<ReturnType<typeof startModelServer>>;

interface Setup extends AsyncDisposable {
  readonly collector: Collector;
  readonly model: ModelServer;
  readonly tracer: HoneyHiveTracer;
  readonly client: OpenAI;
}

async function start(): Promise<Setup> {
  const collector = await startCollector();
  const model = await startModelServer({ latency: 0 });
  const tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
  return {
    collector,
    model,
    tracer,
    client: newClient(model),
    [Symbol.asyncDispose]: async () => {
      await tracer.shutdown();
      await model[Symbol.asyncDispose]();
      await collector[Symbol.asyncDispose]();
    },
  };
}

function newClient({ baseUrl, apiKey }: ModelServer): OpenAI {
  return new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 0 });
}

function eventStream(events: readonly object[]): Response {
  const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  return new Response(text, { headers: { "content-type": "text/event-stream" } });
}
