import { randomUUID } from "node:crypto";

import type { EventFilter } from "@honeyhive/contract";
import { afterAll, beforeAll, expect, test } from "vitest";

import {
  borrowTestServer,
  type ProjectClient,
  type TestServer,
} from "../../testing/test-server.js";

let server: TestServer;
beforeAll(async () => void (server = await borrowTestServer()));
afterAll(() => server[Symbol.asyncDispose]());

async function createRun(project: ProjectClient): Promise<string> {
  return (await project.call("createRun", { body: { name: "run", status: "completed" } })).run_id;
}

/** A session that alone names its run, as it was started, and a scored event in it that names none. */
async function addCase(project: ProjectClient, runId: string, quality: number): Promise<string> {
  const metadata = { run_id: runId, datapoint_id: `d${quality}` };
  const { session_id } = await project.call("createSession", { body: { metadata } });
  await addEvent(project, session_id, quality);
  return session_id;
}

async function addEvent(
  project: ProjectClient,
  session_id: string,
  quality: number,
): Promise<void> {
  await project.call("createEvent", {
    body: {
      session_id,
      event_type: "model",
      event_name: "ask",
      inputs: { question: "?" },
      metrics: { quality },
    },
  });
}

test("the result of a run has the scores of events whose session alone names the run", async () => {
  const project = server.newProject();
  const run_id = await createRun(project);
  await addCase(project, run_id, 0.5);
  for (const detail of ["everything", "scores"] as const) {
    const { metrics, datapoints } = await project.call("getRunResult", {
      params: { run_id },
      query: { detail },
    });
    expect(metrics.details).toMatchObject([
      { metric_name: "quality", event_name: "ask", event_type: "model", aggregate: 0.5 },
    ]);
    expect(datapoints).toMatchObject([
      { datapoint_id: "d0.5", metrics: [{ name: "quality", value: 0.5 }] },
    ]);
  }
});

test("runs are compared by such events", async () => {
  const project = server.newProject();
  const [oldRun, newRun] = [await createRun(project), await createRun(project)];
  for (const run_id of [oldRun, newRun]) {
    const metadata = { run_id, datapoint_id: "d1" };
    const { session_id } = await project.call("createSession", { body: { metadata } });
    await addEvent(project, session_id, run_id === oldRun ? 0.25 : 0.75);
  }
  const params = { new_run_id: newRun, old_run_id: oldRun };
  const { metrics } = await project.call("compareRuns", { params });
  expect(metrics).toMatchObject([
    { metric_name: "quality", old_aggregate: 0.25, new_aggregate: 0.75, improved: ["d1"] },
  ]);
});

test("metrics and schema of a run are of them, too", async () => {
  const project = server.newProject();
  const run_id = await createRun(project);
  const session_id = await addCase(project, run_id, 1);
  const params = { run_id };
  const { events } = await project.call("getRunMetrics", { params });
  expect(events).toMatchObject([{ event_name: "ask", session_id, metrics: { quality: 1 } }]);
  const question = { name: "inputs.question", event_type: "model" };
  expect((await project.call("getRunSchema", { params })).fields).toContainEqual(question);
});

/** Names of what a search for a run finds, and how many events a chart of it counts. */
async function findEvents(
  project: ProjectClient,
  evaluation_id: string,
  filters: EventFilter[] = [],
): Promise<{ readonly found: readonly string[]; readonly charted: number }> {
  const { events, totalEvents } = await project.call("exportEvents", {
    body: { evaluation_id, filters },
  });
  expect(totalEvents).toBe(events.length);
  const query = { evaluation_id, aggregation: "count", filters: JSON.stringify(filters) } as const;
  const chart = await project.call("chartEvents", { query });
  return { found: events.map(({ event_name }) => event_name), charted: chart.totalEvents };
}

test("searches and charts of a run have all of its sessions", async () => {
  const project = server.newProject();
  const run_id = await createRun(project);
  await addCase(project, run_id, 1);
  await addCase(project, await createRun(project), 1);
  expect(await findEvents(project, run_id)).toEqual({ found: ["ask", "unknown"], charted: 2 });
  const isModel = { field: "event_type", operator: "is", value: "model" } as const;
  expect(await findEvents(project, run_id, [isModel])).toEqual({ found: ["ask"], charted: 1 });
  const isSession = { ...isModel, value: "session" };
  expect(await findEvents(project, run_id, [isSession])).toEqual({
    found: ["unknown"],
    charted: 1,
  });
});

test("searches of a run have the sessions that the run lists, and need no run", async () => {
  const project = server.newProject();
  const session_id = randomUUID();
  const run_id = await createRun(project);
  await addEvent(project, session_id, 1);
  await project.call("updateRun", { params: { run_id }, body: { session_ids: [session_id] } });
  expect((await findEvents(project, run_id)).found).toContain("ask");
  const unknown = randomUUID();
  await addCase(project, unknown, 1);
  expect(await findEvents(project, unknown)).toEqual({ found: ["ask", "unknown"], charted: 2 });
});

test("a session that names another run now is of that one alone", async () => {
  const project = server.newProject();
  const [before, now] = [await createRun(project), await createRun(project)];
  const event_id = await addCase(project, before, 1);
  await project.call("updateEvent", { params: { event_id }, body: { metadata: { run_id: now } } });
  const resultOf = async (run_id: string): Promise<unknown> =>
    (await project.call("getRunResult", { params: { run_id } })).metrics.details.length;
  expect([await resultOf(before), await resultOf(now)]).toEqual([0, 1]);
  expect((await findEvents(project, before)).found).toEqual([]);
  expect((await findEvents(project, now)).found).toEqual(["ask", "unknown"]);
});

test("lists of runs name the metrics of such events, and not what explains them", async () => {
  const project = server.newProject();
  const namesOf = async (): Promise<readonly string[]> =>
    (await project.call("listRuns", {})).metrics;
  const run_id = await createRun(project);
  expect(await namesOf()).toEqual([]);
  const session_id = await addCase(project, run_id, 1);
  expect(await namesOf()).toEqual(["quality"]);
  const metrics = { brief: true, brief_explanation: "It is short." };
  await project.call("createEvent", {
    body: { session_id, event_type: "model", inputs: {}, metrics },
  });
  expect(await namesOf()).toEqual(["brief", "quality"]);
});

test("charts of experiments alone have all of such sessions, as they are now", async () => {
  const project = server.newProject();
  const event_id = await addCase(project, await createRun(project), 1);
  await addEvent(project, randomUUID(), 1);
  const count = async (filters: readonly EventFilter[]): Promise<number> => {
    const asked = { aggregation: "count", filters: JSON.stringify(filters) } as const;
    const query = { ...asked, only_experiments: true };
    return (await project.call("chartEvents", { query })).totalEvents;
  };
  const isSession = { field: "event_type", operator: "is", value: "session" } as const;
  expect([await count([]), await count([isSession])]).toEqual([2, 1]);
  await project.call("updateEvent", { params: { event_id }, body: { metadata: { run_id: "" } } });
  expect([await count([]), await count([isSession])]).toEqual([0, 0]);
});
