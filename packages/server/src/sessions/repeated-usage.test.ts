import { randomUUID } from "node:crypto";

import type { EventFilter, JsonObject, SessionRollup } from "@honeyhive/contract";
import { afterAll, beforeAll, expect, test } from "vitest";

import { readRecording } from "../testing/recording.js";
import { borrowTestServer, type ProjectClient, type TestServer } from "../testing/test-server.js";

let server: TestServer;
beforeAll(async () => void (server = await borrowTestServer()));
afterAll(() => server[Symbol.asyncDispose]());

type Usage = Pick<SessionRollup, "cost" | "prompt_tokens" | "completion_tokens" | "total_tokens">;

/** What all sessions of a project used, as lists say it, which is what the tree of each says. */
async function readUsage(project: ProjectClient): Promise<Usage[]> {
  const filters = [{ field: "event_type", operator: "is", value: "session" } as const];
  const { events } = await project.call("exportEvents", { body: { filters } });
  return Promise.all(
    events.map(async ({ session_id, metadata }) => {
      const listed = toUsage(metadata);
      const tree = await project.call("getSession", { params: { session_id } });
      expect(toUsage(tree.metadata)).toEqual(listed);
      return listed;
    }),
  );
}

function toUsage(metadata: Readonly<Record<string, unknown>>): Usage {
  const read = (key: string): number => Number(metadata[key]);
  return {
    cost: read("cost"),
    prompt_tokens: read("prompt_tokens"),
    completion_tokens: read("completion_tokens"),
    total_tokens: read("total_tokens"),
  };
}

test("calls that an instrumentation and the client below it both record are counted once", async () => {
  const project = server.newProject();
  const { traces } = await readRecording("openinference-anthropic-0.2");
  for (const request of traces) await project.send("POST", "/v1/traces", request);
  const usage = await readUsage(project);
  expect(usage).toHaveLength(3);
  for (const one of usage) {
    expect(one).toMatchObject({ prompt_tokens: 1100, completion_tokens: 20, total_tokens: 1120 });
    // Cached tokens are told by the outer event alone.
    expect(one.cost).toBeGreaterThan(0);
  }
});

const tokens = (prompt: number, completion: number, cost?: number): JsonObject => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
  ...(cost === undefined ? {} : { cost }),
});

test.each([
  ["the same usage", tokens(10, 2, 0.5), tokens(10, 2, 0.25), [0.5, 10, 2, 12]],
  ["another usage", tokens(10, 2, 0.5), tokens(10, 3, 0.25), [0.75, 20, 5, 25]],
  ["a usage that the outer one lacks", {}, tokens(10, 2, 0.25), [0.25, 10, 2, 12]],
  ["a cost that the outer one lacks", tokens(10, 2), tokens(10, 2, 0.25), [0.25, 10, 2, 12]],
  ["no tokens, but costs", tokens(0, 0, 0.5), tokens(0, 0, 0.25), [0.75, 0, 0, 0]],
] as const)("of two nested calls the inner one with %s", async (_, outer, inner, expected) => {
  const project = server.newProject();
  const session_id = randomUUID();
  const run_id = randomUUID();
  const add = async (metadata: JsonObject, parent_id?: string): Promise<string> => {
    const body = { event_type: "model", inputs: {}, session_id, parent_id } as const;
    const given = { ...body, metadata: { ...metadata, run_id } };
    return (await project.call("createEvent", { body: given })).event_id;
  };
  const outerId = await add(outer);
  const innerId = await add(inner, outerId);
  // A call of its own, whatever it is below.
  await project.call("createEvent", {
    body: { event_type: "tool", inputs: {}, session_id, parent_id: innerId, metadata: outer },
  });
  const [cost, prompt_tokens, completion_tokens, total_tokens] = expected;
  expect(await readUsage(project)).toEqual([
    { cost, prompt_tokens, completion_tokens, total_tokens },
  ]);
  const sum = (metric: string, ofRun: boolean): Promise<number> =>
    sumOf(project, { metric, filters: ofModels, ...(ofRun ? { evaluation_id: run_id } : {}) });
  for (const ofRun of [true, false]) {
    expect(await sum("metadata.cost", ofRun)).toBe(cost);
    expect(await sum("metadata.prompt_tokens", ofRun)).toBe(prompt_tokens);
    expect(await sum("metadata.completion_tokens", ofRun)).toBe(completion_tokens);
    expect(await sum("metadata.total_tokens", ofRun)).toBe(total_tokens);
  }
});

const ofModels = [{ field: "event_type", operator: "is", value: "model" } as const];

async function sumOf(
  project: ProjectClient,
  query: {
    readonly metric: string;
    readonly filters?: readonly EventFilter[];
    readonly evaluation_id?: string;
    readonly dateRange?: string;
  },
): Promise<number> {
  const { filters, ...rest } = query;
  const asked = { ...rest, ...(filters && { filters: JSON.stringify(filters) }) };
  const { events } = await project.call("chartEvents", {
    query: { ...asked, aggregation: "sum", bucket: "month" },
  });
  return events.reduce((total, { value }) => total + (value ?? 0), 0);
}

/** A call in another by the same name, a minute later, and what both used. */
async function addNested(project: ProjectClient): Promise<{ outer: string; inner: string }> {
  const session_id = randomUUID();
  const add = async (event_name: string, minute: number, parent_id?: string): Promise<string> => {
    const start_time = Date.UTC(2026, 4, 4, 10, minute);
    const shared = { event_type: "model", inputs: {}, session_id, parent_id, duration: 1 } as const;
    const body = { ...shared, event_name, start_time, metadata: tokens(10, 2, 0.5) };
    return (await project.call("createEvent", { body })).event_id;
  };
  const outer = await add("outer", 0);
  return { outer, inner: await add("inner", 1, outer) };
}

const metric = "metadata.total_tokens";

test("a chart counts the inner call where its filters or dates leave out the outer one", async () => {
  const project = server.newProject();
  await addNested(project);
  const named = (value: string): EventFilter => ({ field: "event_name", operator: "is", value });
  expect(await sumOf(project, { metric })).toBe(12);
  expect(await sumOf(project, { metric, filters: [named("outer")] })).toBe(12);
  expect(await sumOf(project, { metric, filters: [named("inner")] })).toBe(12);
  const dateRange = JSON.stringify({ $gte: Date.UTC(2026, 4, 4, 10, 1) });
  expect(await sumOf(project, { metric, dateRange })).toBe(12);
});

test("a chart counts the inner call as long as the outer one says another usage", async () => {
  const project = server.newProject();
  const { outer } = await addNested(project);
  const params = { event_id: outer };
  await project.call("updateEvent", { params, body: { metadata: tokens(10, 3) } });
  expect(await sumOf(project, { metric })).toBe(25);
  await project.call("updateEvent", { params, body: { metadata: tokens(10, 2) } });
  expect(await sumOf(project, { metric })).toBe(12);
});

test("a chart that is kept counts such a call once", async () => {
  const project = server.newProject();
  await addNested(project);
  const { data } = await project.call("createChart", {
    body: { name: "tokens", metric, func: "sum", bucketing: "month" },
  });
  const { events } = await project.call("getChartData", { params: { chart_id: data.id } });
  expect(events.map(({ value }) => value)).toEqual([12]);
});

test.each([
  ["no total", { prompt_tokens: 10, completion_tokens: 2 }],
  ["the names that Anthropic has for them", { input_tokens: 10, output_tokens: 2 }],
] as const)("tokens that are told with %s count all the same", async (_, metadata) => {
  const project = server.newProject();
  await project.call("createEvent", { body: { event_type: "model", inputs: {}, metadata } });
  expect(await readUsage(project)).toEqual([
    { cost: 0, prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 },
  ]);
});
