import { Agent, tool, withCustomSpan, withTrace } from "@openai/agents";
import { renderSpanTree } from "@honeyhive/testing";
import { expect, test } from "vitest";
import { z } from "zod";

import { assistant, lookUp, startAgents } from "../support/start-agents.js";

const shown = [
  /^honeyhive_(event_type|inputs|outputs|error$|config\.(model|provider|temperature)|metadata\.(total_tokens|cache_read_input_tokens|group_id|team|agent_name))/,
];

const shownInBrief = [
  /^honeyhive_(event_type|inputs\.(input|page|from_agent)|outputs\.(content|to_agent|triggered|result))/,
];

test("a run is a tree: the agent, its turns, what the model was asked and said, tools and what they call", async () => {
  await using setup = await startAgents(lookUp);
  const result = await setup
    .runner({ groupId: "thread 1", traceMetadata: { team: "bees" } })
    .run(assistant, "Weather in Bern?");
  expect(result.finalOutput).toBe("Sunny in Bern.");
  await setup.tracer.flush();
  expect(renderSpanTree(setup.collector.spans, { show: shown })).toMatchInlineSnapshot(`
    "Agent workflow
    │ · honeyhive_event_type = "chain"
    │ · honeyhive_inputs.chat_history = "[{\\"role\\":\\"system\\",\\"content\\":\\"Be brief.\\"},{\\"role\\":\\"user\\",\\"content\\":\\"Weather in Bern?\\"}]"
    │ · honeyhive_metadata.group_id = "thread 1"
    │ · honeyhive_metadata.team = "bees"
    │ · honeyhive_outputs.content = "Sunny in Bern."
    │ · honeyhive_outputs.role = "assistant"
    └─ Assistant
       │ · honeyhive_event_type = "chain"
       │ · honeyhive_inputs.chat_history = "[{\\"role\\":\\"system\\",\\"content\\":\\"Be brief.\\"},{\\"role\\":\\"user\\",\\"content\\":\\"Weather in Bern?\\"}]"
       │ · honeyhive_metadata.agent_name = "Assistant"
       │ · honeyhive_outputs.content = "Sunny in Bern."
       │ · honeyhive_outputs.role = "assistant"
       ├─ turn 1
       │  │ · honeyhive_event_type = "chain"
       │  │ · honeyhive_metadata.agent_name = "Assistant"
       │  ├─ openai.responses
       │  │    · honeyhive_config.model = "gpt-5-mini-2025-08-07"
       │  │    · honeyhive_config.provider = "openai"
       │  │    · honeyhive_config.temperature = 0.2
       │  │    · honeyhive_event_type = "model"
       │  │    · honeyhive_inputs.chat_history = "[{\\"role\\":\\"system\\",\\"content\\":\\"Be brief.\\"},{\\"role\\":\\"user\\",\\"content\\":\\"Weather in Bern?\\"}]"
       │  │    · honeyhive_metadata.cache_read_input_tokens = 4
       │  │    · honeyhive_metadata.total_tokens = 15
       │  │    · honeyhive_outputs.content = ""
       │  │    · honeyhive_outputs.finish_reason = "completed"
       │  │    · honeyhive_outputs.role = "assistant"
       │  │    · honeyhive_outputs.tool_calls = "[{\\"id\\":\\"call_0\\",\\"type\\":\\"function\\",\\"function\\":{\\"name\\":\\"weather\\",\\"arguments\\":\\"{\\\\\\"city\\\\\\":\\\\\\"Bern\\\\\\"}\\"}}]"
       │  └─ weather
       │     │ · honeyhive_event_type = "tool"
       │     │ · honeyhive_inputs.city = "Bern"
       │     │ · honeyhive_outputs.city = "Bern"
       │     │ · honeyhive_outputs.degrees = 20
       │     └─ measure
       │          · honeyhive_event_type = "chain"
       │          · honeyhive_outputs.result = 20
       └─ turn 2
          │ · honeyhive_event_type = "chain"
          │ · honeyhive_metadata.agent_name = "Assistant"
          └─ openai.responses
               · honeyhive_config.model = "gpt-5-mini-2025-08-07"
               · honeyhive_config.provider = "openai"
               · honeyhive_config.temperature = 0.2
               · honeyhive_event_type = "model"
               · honeyhive_inputs.chat_history = "[{\\"role\\":\\"system\\",\\"content\\":\\"Be brief.\\"},{\\"role\\":\\"user\\",\\"content\\":\\"Weather in Bern?\\"},{\\"role\\":\\"assistant\\",\\"content\\":\\"\\",\\"tool_calls\\":[{\\"id\\":\\"call_0\\",\\"type\\":\\"function\\",\\"function\\":{\\"name\\":\\"weather\\",\\"arguments\\":\\"{\\\\\\"city\\\\\\":\\\\\\"Bern\\\\\\"}\\"}}]},{\\"role\\":\\"tool\\",\\"tool_call_id\\":\\"call_0\\",\\"name\\":\\"weather\\",\\"content\\":\\"{\\\\\\"city\\\\\\":\\\\\\"Bern\\\\\\",\\\\\\"degrees\\\\\\":20}\\"}]"
               · honeyhive_metadata.cache_read_input_tokens = 4
               · honeyhive_metadata.total_tokens = 15
               · honeyhive_outputs.content = "Sunny in Bern."
               · honeyhive_outputs.finish_reason = "completed"
               · honeyhive_outputs.role = "assistant""
  `);
});

const apis = [true, false];

test.each(
  apis.flatMap(
    (useResponses) =>
      [
        [useResponses, true],
        [useResponses, false],
      ] as const,
  ),
)(
  "responses %s, streamed %s: model events have messages, answer, settings and tokens",
  async (useResponses, stream) => {
    await using setup = await startAgents(lookUp);
    const runner = setup.runner({}, useResponses);
    if (stream) {
      const result = await runner.run(assistant, "Weather in Bern?", { stream });
      for await (const _ of result.toTextStream());
      await result.completed;
      expect(result.finalOutput).toBe("Sunny in Bern.");
    } else await runner.run(assistant, "Weather in Bern?");
    await setup.tracer.flush();
    const models = setup.named(useResponses ? "openai.responses" : "generation");
    expect(models).toHaveLength(2);
    for (const { attributes } of models) {
      expect(attributes).toMatchObject({
        honeyhive_event_type: "model",
        "honeyhive_config.provider": "openai",
        "honeyhive_config.temperature": 0.2,
        "honeyhive_metadata.prompt_tokens": 10,
        "honeyhive_metadata.completion_tokens": 5,
        "honeyhive_metadata.total_tokens": 15,
        "honeyhive_metadata.cache_read_input_tokens": 4,
        "honeyhive_metadata.response_model": expect.stringMatching(/^gpt-5-mini/),
        "honeyhive_metadata.response_id": expect.stringMatching(/_1$/),
      });
    }
    const [first, second] = models.map(({ attributes }) => attributes);
    expect(first?.["honeyhive_outputs.tool_calls"]).toContain('"name":"weather"');
    expect(second?.["honeyhive_outputs.content"]).toBe("Sunny in Bern.");
    expect(JSON.parse(String(second?.["honeyhive_inputs.chat_history"]))).toMatchObject([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Weather in Bern?" },
      { role: "assistant", tool_calls: [{ id: "call_0", function: { name: "weather" } }] },
      { role: "tool", tool_call_id: "call_0", content: '{"city":"Bern","degrees":20}' },
    ]);
  },
);

test("handoffs, guardrails, agents as tools and custom spans stand where they happen", async () => {
  await using setup = await startAgents((body) => {
    if (body.includes("You translate")) return { text: "Sonnig." };
    if (body.includes("You write")) {
      return body.includes("Sonnig")
        ? { text: "Written." }
        : { calls: [{ name: "translate", arguments: { input: "Sunny." } }] };
    }
    return { calls: [{ name: "transfer_to_Writer", arguments: {} }] };
  });
  const translator = new Agent({ name: "Translator", instructions: "You translate." });
  const writer = new Agent({
    name: "Writer",
    instructions: "You write.",
    tools: [translator.asTool({ toolName: "translate", toolDescription: "Translates." })],
    outputGuardrails: [
      { name: "polite", execute: async () => ({ tripwireTriggered: false, outputInfo: {} }) },
    ],
  });
  const triage = new Agent({
    name: "Triage",
    handoffs: [writer],
    inputGuardrails: [
      { name: "no secrets", execute: async () => ({ tripwireTriggered: false, outputInfo: {} }) },
    ],
  });
  await withTrace("newsroom", () =>
    withCustomSpan(() => setup.runner().run(triage, "Write it."), {
      data: { name: "edition", data: { page: 1 } },
    }),
  );
  await setup.tracer.flush();
  expect(renderSpanTree(setup.collector.spans, { show: shownInBrief })).toMatchInlineSnapshot(`
    "newsroom
    │ · honeyhive_event_type = "chain"
    │ · honeyhive_outputs.content = "Written."
    └─ edition
       │ · honeyhive_event_type = "chain"
       │ · honeyhive_inputs.page = 1
       └─ Agent workflow
          │ · honeyhive_event_type = "chain"
          │ · honeyhive_outputs.content = "Written."
          ├─ Triage
          │  │ · honeyhive_event_type = "chain"
          │  │ · honeyhive_outputs.content = ""
          │  ├─ turn 1
          │  │  │ · honeyhive_event_type = "chain"
          │  │  ├─ openai.responses
          │  │  │    · honeyhive_event_type = "model"
          │  │  │    · honeyhive_outputs.content = ""
          │  │  └─ handoff
          │  │       · honeyhive_event_type = "chain"
          │  │       · honeyhive_inputs.from_agent = "Triage"
          │  │       · honeyhive_outputs.to_agent = "Writer"
          │  └─ no secrets
          │       · honeyhive_event_type = "chain"
          │       · honeyhive_outputs.triggered = false
          └─ Writer
             │ · honeyhive_event_type = "chain"
             │ · honeyhive_outputs.content = "Written."
             ├─ turn 2
             │  │ · honeyhive_event_type = "chain"
             │  ├─ openai.responses
             │  │    · honeyhive_event_type = "model"
             │  │    · honeyhive_outputs.content = ""
             │  └─ translate
             │     │ · honeyhive_event_type = "tool"
             │     │ · honeyhive_inputs.input = "Sunny."
             │     │ · honeyhive_outputs.result = "Sonnig."
             │     └─ Agent workflow
             │        │ · honeyhive_event_type = "chain"
             │        │ · honeyhive_outputs.content = "Sonnig."
             │        └─ Translator
             │           │ · honeyhive_event_type = "chain"
             │           │ · honeyhive_outputs.content = "Sonnig."
             │           └─ turn 1
             │              │ · honeyhive_event_type = "chain"
             │              └─ openai.responses
             │                   · honeyhive_event_type = "model"
             │                   · honeyhive_outputs.content = "Sonnig."
             ├─ turn 3
             │  │ · honeyhive_event_type = "chain"
             │  └─ openai.responses
             │       · honeyhive_event_type = "model"
             │       · honeyhive_outputs.content = "Written."
             └─ polite
                  · honeyhive_event_type = "chain"
                  · honeyhive_outputs.triggered = false"
  `);
});

test("a guardrail's tripwire, a tool that throws and a broken model fail the spans that they are of", async () => {
  await using setup = await startAgents((body) => {
    if (body.includes("broken")) return { status: 400 };
    return body.includes("An error occurred")
      ? { text: "Unknown." }
      : { calls: [{ name: "failing", arguments: {} }] };
  });
  const failing = tool({
    name: "failing",
    description: "Fails.",
    parameters: z.object({}),
    execute: () => {
      throw new Error("no sensor");
    },
  });
  const agent = new Agent({ name: "Agent", tools: [failing] });
  const guarded = agent.clone({
    inputGuardrails: [
      { name: "no secrets", execute: async () => ({ tripwireTriggered: true, outputInfo: {} }) },
    ],
  });
  await setup.runner({ workflowName: "tool" }).run(agent, "Weather?");
  await expect(
    setup.runner({ workflowName: "tripwire" }).run(guarded, "Password?"),
  ).rejects.toThrow("guardrail");
  await expect(setup.runner({ workflowName: "model" }).run(agent, "broken")).rejects.toThrow("400");
  await setup.tracer.flush();
  const failed = setup.collector.spans.filter(({ status }) => status.code === 2);
  const rows = failed.map(({ name, status }) => [name, status.message]);
  expect(rows).toMatchInlineSnapshot(`
    [
      [
        "failing",
        "Error running tool (non-fatal): Tool execution failed. Error details are redacted.",
      ],
      [
        "turn 1",
        "Error in agent run: InputGuardrailTripwireTriggered: Input guardrail triggered: {}",
      ],
      [
        "Agent",
        "Error in agent run: InputGuardrailTripwireTriggered: Input guardrail triggered: {}",
      ],
      [
        "tripwire",
        "Error in agent run: InputGuardrailTripwireTriggered: Input guardrail triggered: {}",
      ],
      [
        "openai.responses",
        "400 the model is broken",
      ],
      [
        "turn 1",
        "Error in agent run: Error: 400 the model is broken",
      ],
      [
        "Agent",
        "Error in agent run: Error: 400 the model is broken",
      ],
      [
        "model",
        "Error in agent run: Error: 400 the model is broken",
      ],
    ]
  `);
  const [polite] = setup.named("no secrets");
  expect(polite?.attributes["honeyhive_outputs.triggered"]).toBe(true);
});
