import { expect, test } from "vitest";

import { traceChain, traceModel, traceTool } from "../../wrap/trace.js";
import { evaluate } from "../evaluate.js";
import { toolCalls } from "../evaluators/tool-calls.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { TracedEvent } from "../types/traced-event.js";

const search = traceTool((query: { text: string; tags: string[] }) => [query.text], {
  eventName: "search",
});
const book = traceTool(
  (id: number) => {
    if (id === 0) throw new Error("sold out");
    return { id };
  },
  { eventName: "book" },
);
const think = traceModel(async (prompt: string) => `about ${prompt}`, { eventName: "think" });
const agent = traceChain(
  async (id: number) => {
    await think("flights");
    search({ text: "LIS", tags: ["a"] });
    return book(id);
  },
  { eventName: "agent" },
);

const run = <Truth>(
  options: Pick<
    EvaluateOptions<{ inputs: { id: number }; groundTruth: Truth }, unknown>,
    "evaluators" | "function" | "retries"
  >,
  groundTruth: Truth,
) =>
  evaluate({
    disableTracing: true,
    journal: false,
    dataset: [{ inputs: { id: 7 }, groundTruth }],
    ...options,
  });

test("evaluators see what was traced of the function, in the order in which it began", async () => {
  let seen: readonly TracedEvent[] = [];
  await run(
    {
      function: async ({ inputs }) => {
        await agent(inputs.id);
        await agent(0).catch(() => undefined);
      },
      evaluators: [
        // What evaluators call is theirs.
        async function other() {
          await agent(1);
          return true;
        },
        async function looks(_outputs, _inputs, _truth, { events }) {
          await think("something else");
          seen = events();
          return true;
        },
      ],
    },
    null,
  );
  const told = seen.map(({ durationMs, ...event }) => ({ ...event, took: durationMs >= 0 }));
  const shown = told
    .slice(0, 4)
    .map(({ name, type, inputs, outputs }) => [name, type, inputs, outputs]);
  expect(shown).toEqual([
    ["agent", "chain", { id: 7 }, { result: { id: 7 } }],
    ["think", "model", { prompt: "flights" }, { result: "about flights" }],
    ["search", "tool", { query: { text: "LIS", tags: ["a"] } }, { result: ["LIS"] }],
    ["book", "tool", { id: 7 }, { result: { id: 7 } }],
  ]);
  expect(told.map(({ name }) => name).slice(4)).toEqual(["agent", "think", "search", "book"]);
  expect(told.at(-1)).toEqual({
    name: "book",
    type: "tool",
    inputs: { id: 0 },
    outputs: {},
    error: "sold out",
    took: true,
  });
});

test("an attempt that was repeated is not among it", async () => {
  let attempts = 0;
  const names: string[][] = [];
  await run(
    {
      retries: 1,
      function: () => {
        search({ text: String(++attempts), tags: [] });
        if (attempts === 1) throw Object.assign(new Error("busy"), { retryable: true });
        return attempts;
      },
      evaluators: [
        function looks(_outputs, _inputs, _truth, { events }) {
          names.push(
            events().map(({ name, inputs }) => `${name} ${JSON.stringify(inputs["query"])}`),
          );
          return true;
        },
      ],
    },
    null,
  );
  expect(names).toEqual([['search {"text":"2","tags":[]}']]);
});

test("toolCalls() judges the tools that were traced", async () => {
  const { cases } = await run(
    {
      function: ({ inputs }) => agent(inputs.id),
      evaluators: [
        toolCalls({ traced: true }),
        toolCalls({
          traced: true,
          name: "names",
          expected: () => ["book", "search"],
          match: "any-order",
        }),
        toolCalls({ traced: true, name: "order", expected: () => ["book", "search"] }),
      ],
    },
    [
      { name: "search", arguments: { text: "LIS", tags: ["a"] } },
      { name: "book", arguments: { id: 7 } },
    ],
  );
  expect(cases[0]?.scores).toMatchObject({
    tool_calls: { value: true },
    names: { value: true },
    order: { value: false, explanation: "called [search, book], expected [book, search]" },
  });
  expect(() => toolCalls({ traced: true, actual: () => [] })).toThrow("got both");
});
