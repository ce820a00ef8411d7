import type { RunInput } from "@honeyhive/contract";
import { afterAll, expect, test } from "vitest";

import { borrowTestServer, type ProjectClient } from "../../testing/test-server.js";

const server = await borrowTestServer();
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
  expect(await count("dateRange=1h")).toBe(1);
  expect(await count(json({ $gte: createdMs - 1, $lte: createdMs + 1 }))).toBe(1);
  expect(await count(json({ $lte: createdMs - 1 }))).toBe(0);
  expect(await count(`dateRange[$gte]=${createdMs + 1}`)).toBe(0);
  expect(await count(`dateRange[start_time]=${evaluation.created_at}`)).toBe(1);
  expect(await count(json({ $gte: -1e300, $lte: 1e300 }))).toBe(1);
  const refused = await project.send("GET", "/v1/runs?dateRange=yesterday");
  expect(await refused.json()).toMatchObject({ statusCode: 400, field: "dateRange" });
});

test("runs are listed with the numbers of their ids alone, where that is asked for", async () => {
  const project = server.newProject();
  const body = {
    event_ids: ["a", "b"],
    session_ids: ["a"],
    datapoint_ids: ["x", "y", "z"],
    status: "completed",
    dataset_id: "EXT-1",
    metadata: { 'a "quoted" name': [0.1, 1e21, -0, null, "\u2028 \n ü"], event_ids: ["kept"] },
    configuration: { nested: { session_ids: [1], deep: { "": true } } },
    evaluators: [{ name: "exact" }],
    passing_ranges: { exact: { min: 0.5 } },
  } as const;
  await createRun(project, body);
  await createRun(project, { ...body, metadata: { half: "\ud83d" }, event_ids: ["only"] });
  await createRun(project, {});
  const list = async (detail?: "counts" | "everything") =>
    (await project.call("listRuns", { query: { detail, sort_order: "asc" } })).evaluations;
  const whole = await list();
  expect(whole[0]).toMatchObject({ event_ids: ["a", "b"], datapoint_ids: ["x", "y", "z"] });
  expect(await list("everything")).toEqual(whole);
  expect(await list("counts")).toEqual(
    whole.map(({ event_ids, session_ids, datapoint_ids, ...rest }) => ({
      ...rest,
      id_counts: {
        event_ids: event_ids?.length,
        session_ids: session_ids?.length,
        datapoint_ids: datapoint_ids?.length,
      },
    })),
  );
  expect((await project.send("GET", "/v1/runs?detail=some")).status).toBe(400);
});

test.each(["created_at", "updated_at", "name", "status"] as const)(
  "runs without their ids are in the order of %s, too",
  async (sort_by) => {
    const project = server.newProject();
    for (const name of ["b", "a", "c"]) await createRun(project, { name, status: "pending" });
    const first = await createRun(project, { name: "B", status: "completed" });
    await createRun(project, { name: "a", status: "failed" });
    await project.call("updateRun", { params: { run_id: first }, body: { status: "cancelled" } });
    for (const sort_order of ["asc", "desc"] as const) {
      for (const page of [1, 2]) {
        const query = { sort_by, sort_order, limit: 3, page };
        const [whole, light] = await Promise.all([
          project.call("listRuns", { query }),
          project.call("listRuns", { query: { ...query, detail: "counts" } }),
        ]);
        const ids = whole.evaluations.map(({ run_id }) => run_id);
        expect(ids).toHaveLength(page === 1 ? 3 : 2);
        expect(light.evaluations.map(({ run_id }) => run_id)).toEqual(ids);
      }
    }
  },
);
