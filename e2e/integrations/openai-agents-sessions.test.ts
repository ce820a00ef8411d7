import {
  Runner,
  setTraceProcessors,
  setTracingDisabled,
  tool,
  Agent,
  withTrace,
  addTraceProcessor,
  OpenAIProvider,
} from "@openai/agents";
import * as agents from "@openai/agents";
import { startCollector } from "@honeyhive/testing";
import { evaluate, HoneyHiveTracer, trace } from "honeyhive";
import { openAIAgentsProcessor } from "honeyhive/openai-agents";
import { wrapOpenAI } from "honeyhive/openai";
import OpenAI from "openai";
import { expect, test } from "vitest";
import { z } from "zod";

import { exportAllEvents } from "../support/export-all-events.js";
import { assistant, lookUp, startAgents } from "../support/start-agents.js";
import { startScriptedOpenAI } from "../support/start-scripted-openai.js";
import { obtainProject } from "../support/obtain-project.js";

const idOf = (span: { readonly attributes: Readonly<Record<string, unknown>> }): unknown =>
  span.attributes["honeyhive.session_id"];

test("runs at once stay in the sessions in which they start, streamed or not", async () => {
  await using setup = await startAgents(lookUp);
  const sessions = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      setup.tracer.withSession({ name: `session ${index}` }, async (id) => {
        const runner = setup.runner({ workflowName: `run in ${id}` });
        if (index % 2 === 0) await runner.run(assistant, "Weather in Bern?");
        else {
          const stream = await runner.run(assistant, "Weather in Bern?", { stream: true });
          for await (const _ of stream);
        }
        return id;
      }),
    ),
  );
  await setup.tracer.flush();
  for (const session of sessions) {
    const names = setup.collector.spans
      .filter((span) => idOf(span) === session)
      .map(({ name }) => name);
    expect(names.toSorted()).toEqual([
      "Assistant",
      "measure",
      "openai.responses",
      "openai.responses",
      `run in ${session}`,
      "turn 1",
      "turn 2",
      "weather",
    ]);
  }
  const ids = new Map(setup.collector.spans.map((span) => [span.spanId, span]));
  const strays = setup.collector.spans.filter(
    ({ parentSpanId, name }) => !name.startsWith("run in") && !ids.has(parentSpanId ?? ""),
  );
  expect(strays).toEqual([]);
});

test("a run inside a traced function of a tool stands below that function, and a session inside a tool is its own", async () => {
  await using setup = await startAgents((body) =>
    body.includes("inner question")
      ? { text: "Inner." }
      : body.includes("function_call_output")
        ? { text: "Outer." }
        : {
            calls: [
              { name: "ask", arguments: {} },
              { name: "elsewhere", arguments: {} },
            ],
          },
  );
  const runner = setup.runner();
  const inner = new Agent({ name: "Inner" });
  const asked = trace(async function asked() {
    const result = await runner.run(inner, "inner question");
    return result.finalOutput;
  });
  const noted = trace(function noted() {
    return 1;
  });
  let elsewhere = "";
  const tools = [
    tool({
      name: "ask",
      description: "Asks.",
      parameters: z.object({}),
      execute: async () => [await asked(), noted()].join(" "),
    }),
    tool({
      name: "elsewhere",
      description: "Works elsewhere.",
      parameters: z.object({}),
      execute: () =>
        setup.tracer.withSession({}, async (id) => {
          elsewhere = id;
          return noted();
        }),
    }),
  ];
  await runner.run(new Agent({ name: "Outer", tools }), "outer question");
  await setup.tracer.flush();
  const byId = new Map(setup.collector.spans.map((span) => [span.spanId, span]));
  const pathOf = (span: (typeof setup.collector.spans)[number]): string => {
    const above = byId.get(span.parentSpanId ?? "");
    return above === undefined ? span.name : `${pathOf(above)} > ${span.name}`;
  };
  const [responseOfInner] = setup.collector.spans.filter(
    ({ attributes }) =>
      attributes["honeyhive_outputs.content"] === "Inner." &&
      attributes["honeyhive_event_type"] === "model",
  );
  expect(responseOfInner && pathOf(responseOfInner)).toBe(
    "Agent workflow > Outer > turn 1 > ask > asked > Agent workflow > Inner > turn 1 > openai.responses",
  );
  const notes = setup.named("noted").map((span) => [pathOf(span), idOf(span) === elsewhere]);
  expect(Object.fromEntries(notes)).toEqual({
    "Agent workflow > Outer > turn 1 > ask > noted": false,
    noted: true,
  });
  expect(setup.named("Outer")[0]?.attributes["honeyhive_outputs.content"]).toBe("Outer.");
});

test.each([true, false])(
  "with a wrapped client (responses: %s) a model's call is one event, and other calls stay events",
  async (useResponses) => {
    await using setup = await startAgents(lookUp);
    const openAIClient = wrapOpenAI(new OpenAI({ apiKey: "sk", baseURL: setup.openai.baseURL }));
    // The SDK asks for the newest client, and takes others as well.
    const modelProvider = new OpenAIProvider({ openAIClient: openAIClient as never, useResponses });
    const summarise = tool({
      name: "weather",
      description: "Asks a model.",
      parameters: z.object({ city: z.string() }),
      execute: async () => {
        await openAIClient.responses.create({ model: "gpt-5-mini", input: "degrees" });
        return { degrees: 20 };
      },
    });
    const agent = assistant.clone({ tools: [summarise] });
    await new Runner({ modelProvider }).run(agent, "Weather in Bern?");
    await setup.tracer.flush();
    const models = setup.collector.spans.filter(
      ({ attributes }) => attributes["honeyhive_event_type"] === "model",
    );
    expect(setup.openai.requests).toHaveLength(3);
    expect(models).toHaveLength(3);
    const [tooled] = setup.named("weather");
    expect(models.filter(({ parentSpanId }) => parentSpanId === tooled?.spanId)).toHaveLength(1);
  },
);

test("a wrapped client adds what a call that failed was asked, unless data are withheld", async () => {
  await using setup = await startAgents(() => ({ status: 400 }));
  const openAIClient = wrapOpenAI(new OpenAI({ apiKey: "sk", baseURL: setup.openai.baseURL }));
  const modelProvider = new OpenAIProvider({ openAIClient: openAIClient as never });
  for (const traceIncludeSensitiveData of [true, false]) {
    const runner = new Runner({ modelProvider, traceIncludeSensitiveData });
    await expect(runner.run(assistant, "Weather in Bern?")).rejects.toThrow("400");
  }
  await setup.tracer.flush();
  const [told, withheld, ...others] = setup.named("openai.responses");
  expect(others).toEqual([]);
  expect(told?.attributes).toMatchObject({
    "honeyhive_config.model": "gpt-5-mini",
    "honeyhive_inputs.chat_history": expect.stringContaining("Bern"),
    honeyhive_error: "400 the model is broken",
  });
  expect(JSON.stringify(withheld)).not.toMatch(/Bern|brief/);
});

test("what is told twice is recorded once: by two processors, and by instrumentModules", async () => {
  await using setup = await startAgents(lookUp);
  await using _ = await HoneyHiveTracer.init({
    apiKey: "key",
    serverUrl: setup.collector.url,
    instrumentModules: { openAIAgents: agents },
  });
  addTraceProcessor(openAIAgentsProcessor({ tracer: setup.tracer }));
  await setup.tracer.withSession({}, () => setup.runner().run(assistant, "Weather in Bern?"));
  await setup.tracer.flush();
  expect(setup.named("Assistant")).toHaveLength(1);
  expect(setup.named("openai.responses")).toHaveLength(2);
  expect(setup.collector.spans).toHaveLength(8);
});

test("two tracers have each run once, failed or not, and calls of their own below it", async () => {
  await using setup = await startAgents((body) =>
    body.includes("broken") ? { status: 400 } : lookUp(body),
  );
  await using collector = await startCollector();
  await using other = await HoneyHiveTracer.init({ apiKey: "key", serverUrl: collector.url });
  addTraceProcessor(openAIAgentsProcessor({ tracer: other }));
  await setup.tracer.withSession({}, () => setup.runner().run(assistant, "Weather in Bern?"));
  await expect(setup.runner().run(assistant, "broken")).rejects.toThrow("400");
  await Promise.all([setup.tracer.flush(), other.flush()]);
  const namesOf = ({ spans }: typeof collector): string[] =>
    spans.map(({ name }) => name).toSorted();
  const ofRuns = namesOf(setup.collector).filter((name) => name !== "measure");
  expect(ofRuns).toEqual(namesOf(collector).filter((name) => name !== "measure"));
  expect(ofRuns.filter((name) => name === "Agent workflow")).toHaveLength(2);
  expect(ofRuns).toHaveLength(11);
});

test("runs without tracing, and of tracers that are shut down, record nothing, and those without data no data", async () => {
  await using setup = await startAgents(lookUp);
  await setup.runner({ tracingDisabled: true }).run(assistant, "Weather in Bern?");
  setTracingDisabled(true);
  await setup.runner().run(assistant, "Weather in Bern?");
  setTracingDisabled(false);
  await setup.tracer.flush();
  expect(setup.collector.spans.map(({ name }) => name)).toEqual(["measure", "measure"]);
  await setup.runner({ traceIncludeSensitiveData: false }).run(assistant, "secret question");
  await setup.tracer.flush();
  const kept = setup.collector.spans.filter(({ name }) => name !== "measure");
  expect(kept.map(({ name }) => name)).toContain("openai.responses");
  const keys = kept.flatMap(({ attributes }) => Object.keys(attributes));
  expect(keys.filter((key) => /^honeyhive_(inputs|outputs)/.test(key))).toEqual([]);
  expect(JSON.stringify(kept)).not.toMatch(/secret|Bern/);
  const count = setup.collector.spans.length;
  await setup.tracer.shutdown();
  const { finalOutput } = await setup.runner().run(assistant, "Weather in Bern?");
  expect(finalOutput).toBe("Sunny in Bern.");
  expect(setup.collector.spans).toHaveLength(count);
});

test("the program goes on when a trace throws, and what ran is sent with what it failed of", async () => {
  await using setup = await startAgents(lookUp);
  const failing = withTrace("work", async () => {
    await setup.runner().run(assistant, "Weather in Bern?");
    throw new Error("no more");
  });
  await expect(failing).rejects.toThrow("no more");
  await setup.tracer.flush();
  const [work] = setup.named("work");
  expect(work?.status).toMatchObject({ code: 2, message: "The code of the trace has thrown." });
});

test("an evaluation's cases have their runs, their tokens and nothing else, on the server too", async () => {
  const project = await obtainProject();
  await using openai = await startScriptedOpenAI(lookUp);
  setTracingDisabled(false);
  setTraceProcessors([openAIAgentsProcessor()]);
  const modelProvider = new OpenAIProvider({
    apiKey: "sk",
    baseURL: openai.baseURL,
    useResponses: true,
  });
  const runner = new Runner({ modelProvider });
  const result = await evaluate({
    name: "agents",
    apiKey: project.apiKey,
    serverUrl: project.url,
    dataset: Array.from({ length: 20 }, (_, n) => ({ inputs: { n } })),
    concurrency: 20,
    reporters: [],
    function: async ({ inputs }) => {
      const { finalOutput } = await runner.run(assistant, `Weather in Bern, ${inputs.n}?`);
      return { finalOutput };
    },
    evaluators: [],
  });
  setTraceProcessors([]);
  expect(result.cases.map(({ usage }) => usage)).toEqual(
    Array.from({ length: 20 }, () =>
      expect.objectContaining({ calls: 2, inputTokens: 20, outputTokens: 10 }),
    ),
  );
  const events = await exportAllEvents(project.client);
  for (const { sessionId, inputs } of result.cases as never as {
    sessionId: string;
    inputs: { n: number };
  }[]) {
    const own = events.filter(({ session_id: id }) => id === sessionId);
    const models = own.filter(({ event_type: type }) => type === "model");
    expect(models).toHaveLength(2);
    for (const { inputs: given, metadata } of models) {
      expect(JSON.stringify(given)).toContain(`Bern, ${inputs.n}?`);
      expect(metadata["cost"]).toBeGreaterThan(0);
    }
  }
});
