import {
  addTraceProcessor,
  Agent,
  setTraceProcessors,
  tool,
  withCustomSpan,
  withTrace,
  type TracingProcessor,
} from "@openai/agents";
import { renderSpanTree } from "@honeyhive/testing";
import { openAIAgentsProcessor } from "honeyhive/openai-agents";
import { expect, test } from "vitest";
import { z } from "zod";

import { assistant, lookUp, measure, startAgents } from "../support/start-agents.js";

const silent = async (): Promise<void> => {};
const other: TracingProcessor = {
  onTraceStart: silent,
  onTraceEnd: silent,
  onSpanStart: silent,
  onSpanEnd: silent,
  shutdown: silent,
  forceFlush: silent,
};

test.each(["alone", "after others"])(
  "told %s, a span is known to code that runs in it at once",
  async (order) => {
    await using setup = await startAgents(lookUp);
    if (order === "after others") {
      setTraceProcessors([other]);
      addTraceProcessor(openAIAgentsProcessor());
    }
    await withTrace("work", async () => {
      await withCustomSpan(
        async () => withCustomSpan(async () => measure(), { data: { name: "inner", data: {} } }),
        { data: { name: "outer", data: {} } },
      );
      measure();
    });
    measure();
    await setup.tracer.flush();
    expect(renderSpanTree(setup.collector.spans, { show: [] })).toBe(
      ["work", "├─ outer", "│  └─ inner", "│     └─ measure", "└─ measure", "measure"].join("\n"),
    );
  },
);

test("a run that waits for an approval goes on where it is approved", async () => {
  await using setup = await startAgents((body) =>
    body.includes("function_call_output")
      ? { text: "Paid." }
      : { calls: [{ name: "pay", arguments: {} }] },
  );
  const pay = tool({
    name: "pay",
    description: "Pays.",
    parameters: z.object({}),
    needsApproval: true,
    execute: () => measure(),
  });
  const agent = new Agent({ name: "Payer", tools: [pay] });
  const { state } = await setup.tracer.withSession({ name: "asked" }, () =>
    setup.runner().run(agent, "Pay."),
  );
  const approved = await setup.tracer.withSession({ name: "approved" }, async (id) => {
    for (const interruption of state.getInterruptions()) state.approve(interruption);
    await setup.runner().run(agent, state);
    return id;
  });
  await setup.tracer.flush();
  const later = setup.collector.spans.filter(
    ({ attributes }) => attributes["honeyhive.session_id"] === approved,
  );
  expect(renderSpanTree(later, { show: [] })).toBe(
    [
      "Agent workflow",
      "└─ Payer",
      "   ├─ turn 1",
      "   │  └─ pay",
      "   │     └─ measure",
      "   └─ turn 2",
      "      └─ openai.responses",
    ].join("\n"),
  );
  expect(setup.collector.spans).toHaveLength(later.length + 4);
});

test("a stream that is left is recorded as left, and its run ends", async () => {
  await using setup = await startAgents(() => ({ text: "It is sunny." }));
  const left = new AbortController();
  const stream = await setup.runner().run(assistant, "Weather?", {
    stream: true,
    signal: left.signal,
  });
  for await (const _ of stream) left.abort();
  await stream.completed.catch(() => undefined);
  await setup.tracer.flush();
  const rows = setup.collector.spans.map(({ name, attributes }) => [
    name,
    attributes["honeyhive_metadata.aborted"],
  ]);
  expect(rows).toEqual([
    ["openai.responses", true],
    ["turn 1", undefined],
    ["Assistant", undefined],
    ["Agent workflow", undefined],
  ]);
});

test("spans end with their trace at the latest, and once, whenever the SDK tells so", async () => {
  await using setup = await startAgents(lookUp);
  let tell = (): void => {};
  const everything = new Promise<void>((resolve) => (tell = resolve));
  setTraceProcessors([{ ...other, onSpanEnd: () => everything }]);
  addTraceProcessor(openAIAgentsProcessor());
  await setup.runner().run(assistant, "Weather in Bern?");
  await setup.tracer.flush();
  const names = setup.collector.spans.map(({ name }) => name);
  tell();
  await everything;
  await setup.runner({ workflowName: "next" }).run(assistant, "Weather in Bern?");
  await setup.tracer.flush();
  expect(names).toHaveLength(8);
  expect(setup.collector.spans).toHaveLength(16);
});

test("a span that is told late lasts as long as it did", async () => {
  await using setup = await startAgents(lookUp);
  setTraceProcessors([other]);
  addTraceProcessor(openAIAgentsProcessor());
  await withTrace("work", () =>
    withCustomSpan(
      async () => {
        const end = performance.now() + 40;
        while (performance.now() < end);
      },
      { data: { name: "busy", data: {} } },
    ),
  );
  await setup.tracer.flush();
  const [busy] = setup.named("busy");
  const durationMs = (Number(busy?.endTimeUnixNano) - Number(busy?.startTimeUnixNano)) / 1e6;
  expect(durationMs).toBeGreaterThanOrEqual(38);
  expect(durationMs).toBeLessThan(10_000);
});
