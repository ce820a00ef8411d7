import { fileURLToPath } from "node:url";

import Anthropic from "@anthropic-ai/sdk";
import { betaTool } from "@anthropic-ai/sdk/helpers/beta/json-schema";
import { renderSpanTree, startCollector, type Collector } from "@honeyhive/testing";
import { HoneyHiveTracer, trace } from "honeyhive";
import { wrapAnthropic } from "honeyhive/anthropic";
import { describe, expect, test } from "vitest";

import { runNode } from "../support/run-node.js";

const request = {
  model: "claude-x",
  max_tokens: 100,
  system: "Be brief.",
  messages: [{ role: "user" as const, content: "Weather in Bern?" }],
};
const usage = { input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 2 };
const message = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude-x-1",
  content: [
    { type: "text", text: "Let me look." },
    { type: "tool_use", id: "t1", name: "weather", input: { city: "Bern" } },
  ],
  stop_reason: "tool_use",
  usage,
};
const events = [
  {
    type: "message_start",
    message: { ...message, content: [], usage: { ...usage, output_tokens: 1 } },
  },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Let me " } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "look." } },
  { type: "content_block_stop", index: 0 },
  { type: "content_block_start", index: 1, content_block: { ...message.content[1], input: {} } },
  {
    type: "content_block_delta",
    index: 1,
    delta: { type: "input_json_delta", partial_json: '{"city":' },
  },
  {
    type: "content_block_delta",
    index: 1,
    delta: { type: "input_json_delta", partial_json: '"Bern"}' },
  },
  { type: "content_block_stop", index: 1 },
  { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 5 } },
  { type: "message_stop" },
];

/** The real client; what the network would answer is given. */
const newClient = (): Anthropic =>
  new Anthropic({
    apiKey: "sk",
    maxRetries: 0,
    fetch: (_url, init) => {
      const body = String(init?.body);
      if (body.includes("overloaded")) return Promise.resolve(new Response("{}", { status: 529 }));
      return Promise.resolve(body.includes('"stream":true') ? stream() : Response.json(message));
    },
  });

const calls: readonly (readonly [string, (client: Anthropic) => Promise<unknown>])[] = [
  ["create", (client) => client.messages.create(request)],
  ["create().withResponse()", (client) => client.messages.create(request).withResponse()],
  [
    "create().asResponse()",
    async (client) => {
      const raw = await client.messages.create(request).asResponse();
      expect(await raw.json()).toMatchObject({ id: "msg_1" });
    },
  ],
  [
    "a stream's asResponse()",
    async (client) => {
      const raw = await client.messages.create({ ...request, stream: true }).asResponse();
      expect(await raw.text()).toContain("event: message_stop");
    },
  ],
  ["a copy's create", (client) => client.withOptions({ timeout: 5000 }).messages.create(request)],
  [
    "a stream",
    async (client) => {
      for await (const event of await client.messages.create({ ...request, stream: true })) {
        expect(event.type).toMatch(/^(message|content_block)_/);
      }
    },
  ],
  [
    "messages.stream()",
    async (client) => {
      const final = await client.messages.stream(request).finalMessage();
      expect(final.content).toHaveLength(2);
    },
  ],
  ...[false, true].map(
    (stream) =>
      [
        `beta.messages.toolRunner() (stream: ${stream})`,
        async (client: Anthropic) => {
          const runner = client.beta.messages.toolRunner({
            ...request,
            tools: [],
            max_iterations: 1,
            stream,
          });
          for await (const turn of runner) expect(turn).toBeDefined();
          expect((await runner.done()).content).toHaveLength(2);
        },
      ] as const,
  ),
];

type Recording = (
  collector: Collector,
  call: (client: Anthropic) => Promise<unknown>,
) => Promise<void>;

const ways: readonly (readonly [string, Recording])[] = [
  [
    "wrapAnthropic()",
    async (collector, call) => {
      await using tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
      await call(wrapAnthropic(newClient()));
      await tracer.flush();
    },
  ],
  [
    "instrumentModules",
    async (collector, call) => {
      const client = newClient();
      await using tracer = await HoneyHiveTracer.init({
        apiKey: "key",
        serverUrl: collector.url,
        instrumentModules: { anthropic: Anthropic },
      });
      await call(client);
      await tracer.flush();
    },
  ],
];

describe.each(ways)("with %s", (_way, record) => {
  test.each(calls)(
    "%s is one model event with messages, answer, tools and tokens",
    async (_name, call) => {
      await using collector = await startCollector();
      await record(collector, call);
      // What the client makes around messages is welcome; its own spans of them would count the tokens again.
      const spans = collector.spans.filter(
        (span) => span.name !== "anthropic.messages.tool_runner",
      );
      expect(spans).toHaveLength(1);
      expect(spans[0]).toMatchObject({
        name: "anthropic.messages",
        attributes: {
          honeyhive_event_type: "model",
          "honeyhive_config.provider": "anthropic",
          "honeyhive_config.model": "claude-x",
          "honeyhive_config.max_tokens": 100,
          "honeyhive_inputs.chat_history": JSON.stringify([
            { role: "system", content: "Be brief." },
            ...request.messages,
          ]),
          "honeyhive_outputs.role": "assistant",
          "honeyhive_outputs.content": "Let me look.",
          "honeyhive_outputs.finish_reason": "tool_use",
          "honeyhive_outputs.tool_calls": JSON.stringify([
            {
              id: "t1",
              type: "function",
              function: { name: "weather", arguments: '{"city":"Bern"}' },
            },
          ]),
          // Anthropic counts what was read from its cache beside the input.
          "honeyhive_metadata.prompt_tokens": 12,
          "honeyhive_metadata.completion_tokens": 5,
          "honeyhive_metadata.total_tokens": 17,
          "honeyhive_metadata.cache_read_input_tokens": 2,
        },
      });
    },
  );
});

test.each(ways)(
  "with %s a run of tools stands around its messages and tools",
  async (_, record) => {
    await using collector = await startCollector();
    await record(collector, async (client) => {
      const weather = betaTool({
        name: "weather",
        description: "The weather.",
        inputSchema: { type: "object", properties: { city: { type: "string" } } },
        run: ({ city }) => trace(() => `Sunny in ${String(city)}.`, { eventName: "measure" })(),
      });
      const runner = client.beta.messages.toolRunner({
        ...request,
        tools: [weather],
        max_iterations: 2,
      });
      await runner.runUntilDone();
    });
    expect(renderSpanTree(collector.spans)).toMatchInlineSnapshot(`
    "anthropic.messages.tool_runner
    ├─ anthropic.messages
    ├─ anthropic.custom_tool_use weather
    │  └─ measure
    ├─ anthropic.messages
    └─ anthropic.custom_tool_use weather
       └─ measure"
  `);
  },
);

test("in a host's provider the client's own span stays the host's, and the call is recorded once", async () => {
  await using collector = await startCollector();
  const { stdout, stderr } = await runNode({
    program: fileURLToPath(new URL("fixtures/anthropic-joined.mjs", import.meta.url)),
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    environment: { HH_API_KEY: "key", HH_API_URL: collector.url },
  });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual(["anthropic.messages.create", "another"]);
  const names = collector.spans.map(({ name }) => name);
  expect(new Set(names)).toEqual(new Set(["work", "anthropic.messages", "another"]));
});

test("a failing call is an error event with what the client threw", async () => {
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
  const client = wrapAnthropic(newClient());
  await expect(client.messages.create({ ...request, model: "overloaded" })).rejects.toBeInstanceOf(
    Anthropic.APIError,
  );
  await tracer.flush();
  expect(collector.spans[0]?.status.code).toBe(2);
});

function stream(): Response {
  const text = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  return new Response(text.join(""), { headers: { "content-type": "text/event-stream" } });
}
