import type { RunInput } from "@honeyhive/contract";
import { afterAll, expect, test } from "vitest";

import { startTestServer, type ProjectClient } from "../testing/test-server.js";

const server = await startTestServer();
afterAll(() => server[Symbol.asyncDispose]());

async function createRun(project: ProjectClient, fields: RunInput = {}): Promise<string> {
  const { run_id } = await project.call("createRun", { body: { name: "run", ...fields } });
  return run_id;
}

test("runs are listed newest first, by page, status, name, dataset and ids", async () => {
  const project = server.newProject();
  const first = await createRun(project, { name: "alpha", status: "completed" });
  const second = await createRun(project, { name: "beta", dataset_id: "EXT-1" });
  const third = await createRun(project, { name: "gamma" });
  const names = async (query: string): Promise<unknown> => {
    const response = await project.send("GET", `/v1/runs?${query}`);
    const { evaluations } = (await response.json()) as { evaluations: { name: string }[] };
    return evaluations.map(({ name }) => name);
  };
  expect(await names("")).toEqual(["gamma", "beta", "alpha"]);
  expect(await names("limit=2&page=2")).toEqual(["alpha"]);
  expect(await names("status=completed")).toEqual(["alpha"]);
  expect(await names("name=BET")).toEqual(["beta"]);
  expect(await names("dataset_id=EXT-1")).toEqual(["beta"]);
  expect(await names("sort_by=name&sort_order=asc")).toEqual(["alpha", "beta", "gamma"]);
  expect(await names(`run_ids[]=${first}&run_ids[]=${third}`)).toEqual(["gamma", "alpha"]);
  expect(await names(`run_ids=${first}&run_ids=${third}`)).toEqual(["gamma", "alpha"]);
  expect(await names("status=pending&sort_by=status&sort_order=asc")).toHaveLength(2);
  expect(await names("name=%25")).toEqual([]);
  expect(await names(`run_ids=${JSON.stringify([second])}`)).toEqual(["beta"]);
  expect((await project.call("listRuns", { query: { limit: 2 } })).pagination).toEqual({
    page: 1,
    limit: 2,
    total: 3,
    total_unfiltered: 3,
    total_pages: 2,
    has_next: true,
    has_prev: false,
  });
});

test("the names of metrics are those of the runs on the page", async () => {
  const project = server.newProject();
  for (const metric of ["older", "newer"]) {
    const run_id = await createRun(project, { name: metric });
    const metadata = { run_id, datapoint_id: "d" };
    const body = { metadata, metrics: { [metric]: 1, [`${metric}_explanation`]: "because" } };
    await project.call("createEvent", { body: { ...body, event_type: "chain", inputs: {} } });
  }
  const namesOf = async (query: object): Promise<unknown> =>
    (await project.call("listRuns", { query })).metrics;
  expect(await namesOf({})).toEqual(["newer", "older"]);
  expect(await namesOf({ limit: 1 })).toEqual(["newer"]);
  expect(await namesOf({ name: "nothing" })).toEqual([]);
});

test("a number is a metric, though its name is that of an explanation", async () => {
  const project = server.newProject();
  const metadata = { run_id: await createRun(project), datapoint_id: "d" };
  const metrics = { judge: 1, judge_explanation: 0.5, tone: true, tone_explanation: "kind" };
  await project.call("createEvent", {
    body: { metadata, metrics, event_type: "chain", inputs: {} },
  });
  const page = await project.call("listRuns", { query: {} });
  expect(page.metrics).toEqual(["judge", "judge_explanation", "tone"]);
});

test("runs are listed by when they were created, in every spelling of a date range", async () => {
  const project = server.newProject();
  const run_id = await createRun(project);
  const { evaluation } = await project.call("getRun", { params: { run_id } });
  const createdMs = Date.parse(evaluation.created_at);
  const count = async (query: string): Promise<number> => {
    const response = await project.send("GET", `/v1/runs?${query}`);
    const { pagination } = (await response.json()) as { pagination: { total: number } };
    return pagination.total;
  };
  const json = (range: object): string => `dateRange=${encodeURIComponent(JSON.stringify(range))}`;
  expect(await count(json({ relative: "1h" }))).toBe(1);
  expect(await count(json({ $gte: createdMs - 1, $lte: createdMs + 1 }))).toBe(1);
  expect(await count(json({ $lte: createdMs - 1 }))).toBe(0);
  expect(await count(`dateRange[$gte]=${createdMs + 1}`)).toBe(0);
  expect(await count(`dateRange[start_time]=${evaluation.created_at}`)).toBe(1);
  expect(await count(json({ $gte: -1e300, $lte: 1e300 }))).toBe(1);
  const refused = await project.send("GET", "/v1/runs?dateRange=yesterday");
  expect(await refused.json()).toMatchObject({ statusCode: 400, field: "dateRange" });
});
