import { fileURLToPath } from "node:url";

import { renderSpanTree, startCollector, type Collector } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { runNode } from "../support/run-node.js";

type Scenario =
  | "generate"
  | "stream"
  | "objects"
  | "left"
  | "failures"
  | "unrecorded"
  | "overlap"
  | "5"
  | "6";

const shown = [
  /^honeyhive_(event_type|inputs|outputs|config\.(model|temperature)|metadata\.(total_tokens|finish_reason|agent_name))/,
];

test("7: an operation with its model calls, its tools and what they call", async () => {
  await using collector = await startCollector();
  expect(await run("generate", collector)).toBe("Sunny in Bern.");
  expect(renderSpanTree(collector.spans, { show: shown })).toMatchInlineSnapshot(`
    "ai.generateText
    │ · honeyhive_config.model = "mock"
    │ · honeyhive_event_type = "chain"
    │ · honeyhive_inputs.chat_history = "[{\\"role\\":\\"system\\",\\"content\\":\\"Be brief.\\"},{\\"role\\":\\"user\\",\\"content\\":\\"Weather in Bern?\\"}]"
    │ · honeyhive_metadata.agent_name = "assistant"
    │ · honeyhive_outputs.content = "Sunny in Bern."
    │ · honeyhive_outputs.role = "assistant"
    ├─ chat mock
    │    · honeyhive_config.model = "mock"
    │    · honeyhive_config.temperature = 0.2
    │    · honeyhive_event_type = "model"
    │    · honeyhive_inputs.chat_history = "[{\\"role\\":\\"system\\",\\"content\\":\\"Be brief.\\"},{\\"role\\":\\"user\\",\\"content\\":\\"Weather in Bern?\\"}]"
    │    · honeyhive_metadata.finish_reason = "tool_calls"
    │    · honeyhive_metadata.total_tokens = 15
    │    · honeyhive_outputs.content = ""
    │    · honeyhive_outputs.finish_reason = "tool_calls"
    │    · honeyhive_outputs.role = "assistant"
    │    · honeyhive_outputs.tool_calls = "[{\\"id\\":\\"c1\\",\\"type\\":\\"function\\",\\"function\\":{\\"name\\":\\"weather\\",\\"arguments\\":\\"{\\\\\\"city\\\\\\":\\\\\\"Bern\\\\\\"}\\"}}]"
    ├─ weather
    │  │ · honeyhive_event_type = "tool"
    │  │ · honeyhive_inputs.city = "Bern"
    │  │ · honeyhive_outputs.city = "Bern"
    │  │ · honeyhive_outputs.degrees = 20
    │  └─ measure
    │       · honeyhive_event_type = "chain"
    │       · honeyhive_outputs.result = 20
    └─ chat mock
         · honeyhive_config.model = "mock"
         · honeyhive_config.temperature = 0.2
         · honeyhive_event_type = "model"
         · honeyhive_inputs.chat_history = "[{\\"role\\":\\"system\\",\\"content\\":\\"Be brief.\\"},{\\"role\\":\\"user\\",\\"content\\":\\"Weather in Bern?\\"},{\\"role\\":\\"assistant\\",\\"content\\":\\"\\",\\"tool_calls\\":[{\\"id\\":\\"c1\\",\\"type\\":\\"function\\",\\"function\\":{\\"name\\":\\"weather\\",\\"arguments\\":\\"{\\\\\\"city\\\\\\":\\\\\\"Bern\\\\\\"}\\"}}]},{\\"role\\":\\"tool\\",\\"tool_call_id\\":\\"c1\\",\\"name\\":\\"weather\\",\\"content\\":\\"{\\\\\\"city\\\\\\":\\\\\\"Bern\\\\\\",\\\\\\"degrees\\\\\\":20}\\"}]"
         · honeyhive_metadata.finish_reason = "stop"
         · honeyhive_metadata.total_tokens = 15
         · honeyhive_outputs.content = "Sunny in Bern."
         · honeyhive_outputs.finish_reason = "stop"
         · honeyhive_outputs.role = "assistant""
  `);
});

test("7: a stream ends with what it gave; embeddings count their vectors and tokens", async () => {
  await using collector = await startCollector();
  expect(await run("stream", collector)).toBe("Sunny");
  const rows = collector.spans.map(({ name, attributes }) => [
    name,
    attributes["honeyhive_outputs.content"] ?? attributes["honeyhive_outputs.count"],
    attributes["honeyhive_metadata.total_tokens"],
  ]);
  expect(rows).toEqual([
    ["chat mock-model-id", "Sunny", 15],
    ["ai.streamText", "Sunny", undefined],
    ["ai.embed", 1, 1],
    ["ai.embedMany", 2, 2],
  ]);
});

test.each(["shut down", "collected", "collected after its answer", "aborted"])(
  "7: a stream that is left by `break` is recorded with what it gave when it is %s",
  async (fate) => {
    await using collector = await startCollector();
    expect(await run("left", collector, fate)).toBe("word0 ");
    expect(collector.spans.map(({ name }) => name)).toEqual(["chat mock", "ai.streamText"]);
    for (const { attributes } of collector.spans) {
      expect(attributes["honeyhive_outputs.content"]).toMatch(/^word0 /);
      expect(attributes["honeyhive_outputs.role"]).toBe("assistant");
    }
    const [call, operation] = collector.spans;
    const isAnswered = fate === "collected after its answer";
    expect(operation?.attributes["honeyhive_metadata.aborted"]).toBe(true);
    expect(call?.attributes["honeyhive_metadata.total_tokens"]).toBe(isAnswered ? 15 : undefined);
  },
);

test("7: objects are recorded with the model call that gave them, streamed or not", async () => {
  await using collector = await startCollector();
  expect(JSON.parse(await run("objects", collector))).toEqual([{ degrees: 20 }, { degrees: 20 }]);
  const history = JSON.stringify([
    { role: "system", content: "Be brief." },
    { role: "user", content: "Weather in Bern?" },
  ]);
  for (const name of ["ai.generateObject", "ai.streamObject"]) {
    const operation = collector.spans.find((span) => span.name === name);
    expect(operation?.attributes).toMatchObject({
      honeyhive_event_type: "chain",
      "honeyhive_inputs.chat_history": history,
      "honeyhive_outputs.object": '{"degrees":20}',
    });
    const calls = collector.spans.filter(({ parentSpanId }) => parentSpanId === operation?.spanId);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      name: "chat mock",
      attributes: {
        honeyhive_event_type: "model",
        "honeyhive_inputs.chat_history": history,
        "honeyhive_outputs.content": '{"degrees":20}',
        "honeyhive_outputs.finish_reason": "stop",
        "honeyhive_metadata.total_tokens": 15,
      },
    });
  }
});

test("7: failures of models and tools are recorded, and reach the program", async () => {
  await using collector = await startCollector();
  expect(await run("failures", collector)).toBe("overloaded");
  const failed = collector.spans.filter(({ status }) => status.code === 2);
  expect(failed.map(({ name, status }) => [name, status.message])).toEqual([
    ["chat mock-model-id", "overloaded"],
    ["ai.generateText", "overloaded"],
    ["weather", "no sensor"],
  ]);
});

test("7: recordInputs and recordOutputs are heeded", async () => {
  await using collector = await startCollector();
  await run("unrecorded", collector);
  const spans = collector.spans.filter(({ name }) => name !== "measure");
  const keys = spans.flatMap(({ attributes }) => Object.keys(attributes));
  expect(keys.filter((key) => /^honeyhive_(inputs|outputs)/.test(key))).toEqual([]);
  expect(JSON.stringify(spans)).not.toContain("secret");
});

test("7: operations that overlap never mix, each in the session that called it", async () => {
  await using collector = await startCollector();
  const sessions = (await run("overlap", collector)).split(" ");
  expect(sessions).toHaveLength(20);
  for (const sessionId of sessions) {
    const own = collector.spans.filter(
      ({ attributes }) => attributes["honeyhive.session_id"] === sessionId,
    );
    expect(own.map(({ name }) => name).toSorted()).toEqual(
      ["ai.generateText", "chat mock", "chat mock", "measure", "weather"].toSorted(),
    );
    for (const { name, attributes } of own) {
      if (name !== "chat mock") continue;
      expect(String(attributes["honeyhive_inputs.chat_history"])).toContain(sessionId);
    }
  }
});

test.each(["5", "6"] as const)("%s: experimental_telemetry takes the tracer", async (version) => {
  await using collector = await startCollector();
  expect(await run(version, collector)).toBe("Sunny in Bern.");
  const [inner, outer] = collector.spans;
  expect([inner?.name, outer?.name]).toEqual(["ai.generateText.doGenerate", "ai.generateText"]);
  expect(inner?.parentSpanId).toBe(outer?.spanId);
  expect(inner?.attributes["ai.response.text"]).toBe("Sunny in Bern.");
});

async function run(
  scenario: Scenario,
  collector: Collector,
  ...more: readonly string[]
): Promise<string> {
  const result = await runNode({
    program: fileURLToPath(new URL("./fixtures/ai-sdk.mjs", import.meta.url)),
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    args: [scenario, ...more],
    environment: { HH_API_KEY: "key", HH_API_URL: collector.url },
  });
  expect(result).toMatchObject({ exitCode: 0, stderr: "" });
  return result.stdout;
}
