import { AsyncLocalStorage } from "node:async_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { AIMessage, HumanMessage, type BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import { ChatPromptTemplate, PromptTemplate } from "@langchain/core/prompts";
import { RunnableLambda } from "@langchain/core/runnables";
import { AsyncLocalStorageProviderSingleton } from "@langchain/core/singletons";
import { tool } from "@langchain/core/tools";
import { FakeListChatModel, FakeRetriever } from "@langchain/core/utils/testing";
import { renderSpanTree, startCollector, waitFor, type Collector } from "@honeyhive/testing";
import { enrichSpan, HoneyHiveTracer, trace } from "honeyhive";
import { HoneyHiveLangChainTracer } from "honeyhive/langchain";
import { expect, test } from "vitest";

const prompt = ChatPromptTemplate.fromMessages([
  ["system", "Be brief."],
  ["user", "{question}"],
]);
const newChain = (answer = "Bees."): ReturnType<typeof prompt.pipe> =>
  prompt.pipe(new FakeListChatModel({ responses: [answer] }));

test("a chain's runs stand below each other, the model with messages and answer", async () => {
  await using collector = await startCollector();
  const handler = connect(collector);
  const answer = await newChain().invoke({ question: "Who?" }, { callbacks: [handler] });
  expect(JSON.stringify(answer)).toContain("Bees.");
  await handler.tracer.shutdown();
  const shown = [/honeyhive_(event_type|inputs\.(question|chat_history)|outputs\.(role|content))/];
  expect(renderSpanTree(collector.spans, { show: shown })).toMatchInlineSnapshot(`
    "RunnableSequence
    │ · honeyhive_event_type = "chain"
    │ · honeyhive_inputs.question = "Who?"
    │ · honeyhive_outputs.content = "Bees."
    │ · honeyhive_outputs.role = "assistant"
    ├─ ChatPromptTemplate
    │    · honeyhive_event_type = "chain"
    │    · honeyhive_inputs.question = "Who?"
    └─ FakeListChatModel
         · honeyhive_event_type = "model"
         · honeyhive_inputs.chat_history = "[{\\"role\\":\\"system\\",\\"content\\":\\"Be brief.\\"},{\\"role\\":\\"user\\",\\"content\\":\\"Who?\\"}]"
         · honeyhive_outputs.content = "Bees."
         · honeyhive_outputs.role = "assistant""
  `);
});

test("a model's tokens are recorded, with those of its cache", async () => {
  await using collector = await startCollector();
  const handler = connect(collector);
  const usage = {
    input_tokens: 10,
    output_tokens: 5,
    total_tokens: 15,
    input_token_details: { cache_read: 2, cache_creation: 3 },
    output_token_details: { reasoning: 1 },
  };
  const answer = Object.assign(new AIMessage("Bees."), { usage_metadata: usage });
  class CountingModel extends FakeListChatModel {
    override _generate(): Promise<ChatResult> {
      return Promise.resolve({ generations: [{ text: "Bees.", message: answer }] });
    }
  }
  await new CountingModel({ responses: [] }).invoke("Who?", { callbacks: [handler] });
  await handler.tracer.shutdown();
  expect(collector.spans[0]?.attributes).toMatchObject({
    "honeyhive_metadata.prompt_tokens": 10,
    "honeyhive_metadata.completion_tokens": 5,
    "honeyhive_metadata.total_tokens": 15,
    "honeyhive_metadata.cache_read_input_tokens": 2,
    "honeyhive_metadata.cache_write_input_tokens": 3,
    "honeyhive_metadata.reasoning_tokens": 1,
  });
});

test("tools, retrievers and failures are recorded as what they are", async () => {
  await using collector = await startCollector();
  const handler = connect(collector);
  const callbacks = [handler];
  const look = tool((query: string) => `found ${query}`, { name: "look", description: "Looks." });
  expect(await look.invoke("bees", { callbacks })).toBe("found bees");
  await new FakeRetriever().invoke("bees", { callbacks });
  const failing = RunnableLambda.from((): string => {
    throw new Error("boom");
  }).withConfig({ runName: "failing" });
  await expect(failing.invoke("x", { callbacks })).rejects.toThrow("boom");
  await handler.tracer.shutdown();
  const rows = collector.spans.map(({ name, attributes, status }) => [
    name,
    attributes["honeyhive_event_type"],
    status.code,
  ]);
  expect(rows).toEqual([
    ["look", "tool", 0],
    ["FakeRetriever", "tool", 0],
    ["failing", "chain", 2],
  ]);
  expect(collector.spans[0]?.attributes).toMatchObject({
    "honeyhive_inputs.input": "bees",
    "honeyhive_outputs.result": "found bees",
  });
});

test("a stream that is left early ends its runs, and no other run ends with it", async () => {
  await using collector = await startCollector();
  const handler = connect(collector);
  const read = async (question: string, isLeft: boolean): Promise<void> => {
    const stream = await newChain().stream({ question }, { callbacks: [handler] });
    let count = 0;
    for await (const _ of stream) {
      if (isLeft && ++count === 3) return;
      collectGarbage();
    }
  };
  await Promise.all([read("left", true), read("read", false)]);
  const spans = await waitFor({
    what: "six runs to end",
    find: () => {
      collectGarbage();
      void handler.flush();
      return collector.spans.length >= 6 ? collector.spans : undefined;
    },
    describe: () => JSON.stringify(collector.spans.map(({ name }) => name)),
  });
  await handler.tracer.shutdown();
  const rows = spans
    .filter(({ name }) => name === "RunnableSequence")
    .map(({ attributes }) => [
      attributes["honeyhive_inputs.question"],
      [attributes["honeyhive_metadata.aborted"], attributes["honeyhive_outputs.content"]],
    ]);
  expect(Object.fromEntries(rows)).toEqual({
    left: [true, undefined],
    read: [undefined, "Bees."],
  });
  const left = spans.find(
    ({ name, attributes }) =>
      name === "FakeListChatModel" && attributes["honeyhive_metadata.aborted"] === true,
  );
  expect(left?.attributes["honeyhive_outputs.content"]).toMatch(/^B/);
});

test("runs that are still open are sent when the tracer is shut down", async () => {
  await using collector = await startCollector();
  const handler = connect(collector);
  const stream = await newChain().stream({ question: "Who?" }, { callbacks: [handler] });
  let count = 0;
  for await (const _ of stream) if (++count === 3) break;
  await handler.tracer.shutdown();
  const open = collector.spans.filter(
    ({ attributes }) => attributes["honeyhive_metadata.aborted"] === true,
  );
  expect(open.map(({ name }) => name)).toEqual(["FakeListChatModel", "RunnableSequence"]);
  expect(open[0]?.attributes["honeyhive_outputs.content"]).toMatch(/^B/);
});

test("messages and prompts are recorded as what they say, wherever they stand", async () => {
  await using collector = await startCollector();
  const handler = connect(collector);
  const state = RunnableLambda.from(({ messages }: { messages: BaseMessage[] }) => ({
    messages: [...messages, new AIMessage("Bees.")],
    next: "end",
  })).withConfig({ runName: "graph" });
  await state.invoke({ messages: [new HumanMessage("Who?")] }, { callbacks: [handler] });
  await newChain().invoke({ question: "Who?" }, { callbacks: [handler] });
  await PromptTemplate.fromTemplate("About {topic}").invoke(
    { topic: "bees" },
    { callbacks: [handler] },
  );
  await handler.tracer.shutdown();
  expect(JSON.stringify(collector.spans)).not.toContain("lc_");
  const attributesOf = (name: string): object | undefined =>
    collector.spans.find((span) => span.name === name)?.attributes;
  const asked = { role: "user", content: "Who?" };
  expect(attributesOf("graph")).toMatchObject({
    "honeyhive_inputs.messages": JSON.stringify([asked]),
    "honeyhive_outputs.messages": JSON.stringify([asked, { role: "assistant", content: "Bees." }]),
    "honeyhive_outputs.next": "end",
  });
  expect(attributesOf("ChatPromptTemplate")).toMatchObject({
    "honeyhive_outputs.messages": JSON.stringify([{ role: "system", content: "Be brief." }, asked]),
  });
  expect(attributesOf("RunnableSequence")).toMatchObject({
    "honeyhive_outputs.role": "assistant",
    "honeyhive_outputs.content": "Bees.",
  });
  expect(attributesOf("PromptTemplate")).toMatchObject({
    "honeyhive_outputs.result": "About bees",
  });
});

test("what functions of a chain call stands below their runs, many at once", async () => {
  // As LangGraph does when it is loaded.
  AsyncLocalStorageProviderSingleton.initializeGlobalInstance(new AsyncLocalStorage());
  await using collector = await startCollector();
  const handler = connect(collector);
  const measure = trace(async function measure(question: string) {
    await Promise.resolve();
    return trace(async function compare() {
      return `degrees of ${question}`;
    })();
  });
  const look = tool((question: string) => measure(question), {
    name: "look",
    description: "Looks.",
  });
  const apart = RunnableLambda.from(measure).withConfig({ runName: "apart" });
  const node = RunnableLambda.from(async (question: string) => {
    enrichSpan({ metadata: { question } });
    await look.invoke(question);
    await apart.invoke(question, { callbacks: [handler] });
    return measure(question);
  }).withConfig({ runName: "node" });
  await Promise.all(
    ["one", "two", "three"].map((question) =>
      trace(async function work(asked: string) {
        await node.invoke(asked, { callbacks: [handler] });
        await measure(asked);
      })(question),
    ),
  );
  await handler.tracer.shutdown();
  const { traceId } = collector.spans.find(
    ({ attributes }) => attributes["honeyhive_inputs.asked"] === "two",
  ) ?? { traceId: "" };
  const ofTwo = collector.spans.filter((span) => span.traceId === traceId);
  expect(renderSpanTree(ofTwo, { show: [/metadata.question/] })).toMatchInlineSnapshot(`
    "work
    ├─ node
    │  │ · honeyhive_metadata.question = "two"
    │  ├─ look
    │  │  └─ measure
    │  │     └─ compare
    │  └─ measure
    │     └─ compare
    ├─ apart
    │  └─ measure
    │     └─ compare
    └─ measure
       └─ compare"
  `);
});

test("runs that overlap never mix", async () => {
  await using collector = await startCollector();
  const handler = connect(collector);
  const names = Array.from({ length: 30 }, (_, index) => `question ${index}`);
  await Promise.all(
    names.map((question) =>
      newChain(`answer to ${question}`).invoke({ question }, { callbacks: [handler] }),
    ),
  );
  await handler.tracer.shutdown();
  const models = collector.spans.filter(
    (span) => span.attributes["honeyhive_event_type"] === "model",
  );
  expect(models).toHaveLength(30);
  const byId = new Map(collector.spans.map((span) => [span.spanId, span]));
  for (const { attributes, parentSpanId = "" } of models) {
    const question = String(attributes["honeyhive_outputs.content"]).replace("answer to ", "");
    expect(String(attributes["honeyhive_inputs.chat_history"])).toContain(question);
    expect(byId.get(parentSpanId)?.attributes["honeyhive_inputs.question"]).toBe(question);
  }
});

test("startNewSession() begins another session, and what is set belongs to the current one", async () => {
  await using collector = await startCollector();
  const handler = connect(collector);
  const first = handler.sessionId;
  await newChain().invoke({ question: "one" }, { callbacks: [handler] });
  await handler.startNewSession();
  await handler.setFeedback({ rating: 5 });
  await handler.setMetric({ score: 1 });
  await handler.setMetadata({ team: "a" });
  await handler.setUserProperties({ user: "u" });
  await newChain().invoke({ question: "two" }, { callbacks: [handler] });
  await handler.tracer.shutdown();
  const sessions = collector.spans.map(({ attributes }) => attributes["honeyhive.session_id"]);
  expect(new Set(sessions)).toEqual(new Set([first, handler.sessionId]));
  expect(handler.sessionId).not.toBe(first);
  const updates = collector.requests
    .filter(({ path }) => path === "/events")
    .map(({ body }) => body);
  const session = { event_id: handler.sessionId };
  expect(updates).toEqual([
    { ...session, feedback: { rating: 5 } },
    { ...session, metrics: { score: 1 } },
    { ...session, metadata: { team: "a" } },
    { ...session, user_properties: { user: "u" } },
  ]);
});

test("with a tracer given, runs stand below the traced function that starts them", async () => {
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
  const handler = new HoneyHiveLangChainTracer({ tracer });
  await trace(async function request() {
    await newChain().invoke({ question: "Who?" }, { callbacks: [handler] });
  })();
  await tracer.flush();
  const request = collector.spans.find(({ name }) => name === "request");
  const chain = collector.spans.find(({ name }) => name === "RunnableSequence");
  expect(chain?.parentSpanId).toBe(request?.spanId);
});

test("with nothing given, runs belong to the tracer and the session in which they start", async () => {
  await using one = await startCollector();
  await using other = await startCollector();
  await using tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: one.url });
  await using tenant = new HoneyHiveTracer({ apiKey: "other-key", serverUrl: other.url });
  const callbacks = [new HoneyHiveLangChainTracer()];
  const ask = (tracerOfRequest: HoneyHiveTracer, question: string): Promise<unknown> =>
    tracerOfRequest.withSession({ name: question }, () =>
      newChain().invoke({ question }, { callbacks }),
    );
  const questions = Array.from({ length: 20 }, (_, index) => `question ${index}`);
  await Promise.all(
    questions.map((question, index) => ask(index % 2 === 0 ? tracer : tenant, question)),
  );
  await newChain().invoke({ question: "outside" }, { callbacks });
  await Promise.all([tracer.flush(), tenant.flush()]);
  const asked = (collector: Collector): string[] =>
    collector.spans
      .filter(({ name }) => name === "RunnableSequence")
      .map(({ attributes }) => {
        const { "honeyhive.session_name": session, "honeyhive_inputs.question": question } =
          attributes;
        return `${String(question)} in ${String(session)}`;
      })
      .toSorted();
  const expected = (remainder: number): string[] =>
    questions.filter((_, index) => index % 2 === remainder).map((name) => `${name} in ${name}`);
  const outside = `outside in ${tracer.sessionName}`;
  expect(asked(one)).toEqual([...expected(0), outside].toSorted());
  expect(asked(other)).toEqual(expected(1).toSorted());
});

function connect(collector: Collector): HoneyHiveLangChainTracer {
  return new HoneyHiveLangChainTracer({
    project: "any",
    sessionName: "langchain",
    apiKey: "key",
    baseUrl: collector.url,
  });
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
