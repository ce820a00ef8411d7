import { randomUUID } from "node:crypto";

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
  return (await project.call("createRun", { body: { name: "run" } })).run_id;
}

/** A session with a ground truth, and a scored case of the run in it. */
async function addCase(project: ProjectClient, runId: string, caseId: string): Promise<string> {
  const session_id = randomUUID();
  const metadata = { run_id: runId, datapoint_id: caseId };
  const feedback = { ground_truth: `truth ${caseId}` };
  await project.call("createSession", { body: { session_id, metadata, feedback } });
  await project.call("createEvent", {
    body: {
      event_type: "chain",
      event_name: "answer",
      session_id,
      inputs: { question: caseId },
      outputs: { text: "out" },
      metrics: { quality: 1 },
      metadata: { ...metadata, outcome: "passed" },
    },
  });
  return session_id;
}

test("tells all of some cases, named by their sessions, and nothing of other runs", async () => {
  const project = server.newProject();
  const [runId, otherId] = [await createRun(project), await createRun(project)];
  const first = await addCase(project, runId, "d1");
  await addCase(project, runId, "d2");
  const other = await addCase(project, otherId, "d3");
  const params = { run_id: runId };
  const body = { session_ids: [first.toUpperCase(), other, randomUUID()] };
  const whole = await project.call("getRunResult", { params });
  expect(await project.call("findRunCases", { params, body })).toEqual({
    datapoints: whole.datapoints.filter(({ session_id }) => session_id === first),
  });
  const tooMany = { session_ids: Array.from({ length: 1001 }, () => first) };
  await expect(project.call("findRunCases", { params, body: tooMany })).rejects.toMatchObject({
    status: 400,
  });
});

test("tells the cases in the order in which the run lists its sessions, then those that it does not list", async () => {
  const project = server.newProject();
  const params = { run_id: await createRun(project) };
  const ids: string[] = [];
  for (const caseId of ["d1", "d2", "d3", "d4"]) {
    ids.push(await addCase(project, params.run_id, caseId));
  }
  const [first = "", second = "", third = ""] = ids;
  const session_ids = [third, first.toUpperCase(), second];
  await project.call("updateRun", { params, body: { session_ids, status: "completed" } });
  const order = ["d3", "d1", "d2", "d4"];
  const result = await project.call("getRunResult", { params });
  expect(result.datapoints.map(({ datapoint_id }) => datapoint_id)).toEqual(order);
  expect(result.passed).toEqual(order);
  const { commonDatapoints } = await project.call("compareRuns", {
    params: { new_run_id: params.run_id, old_run_id: params.run_id },
    query: {},
  });
  expect(commonDatapoints).toEqual(order);
});

test("tells a case by scores alone as it does with everything, whatever its metadata say", async () => {
  const project = server.newProject();
  const runId = await createRun(project);
  const session_id = randomUUID();
  await project.call("createEvent", {
    body: {
      event_type: "chain",
      event_name: "answer",
      session_id,
      inputs: {},
      metrics: { quality: 0.5 },
      metadata: {
        run_id: runId,
        datapoint_id: 'd "1" \\ é\n',
        case_id: "c\u2028",
        content_hash: "h",
        outcome: "failed",
        trial: 2,
        note: { outcome: "no" },
        score_states: { tone: { state: "error", message: 'said "no"' } },
      },
    },
  });
  const params = { run_id: runId };
  const whole = await project.call("getRunResult", { params });
  expect(whole.datapoints).toMatchObject([
    { datapoint_id: "c\u2028", trial: 2, outcome: "failed" },
  ]);
  expect(await project.call("getRunResult", { params, query: { detail: "scores" } })).toEqual(
    whole,
  );
});

test("tells what a case's session says of its row, as far as cases can be sliced by it", async () => {
  const project = server.newProject();
  const runId = await createRun(project);
  const session_id = randomUUID();
  const told = {
    lang: "de",
    'a "b"\n\\ é': true,
    tags: ["x", "y"],
    level: 3,
    near: "x".repeat(198),
  };
  await project.call("startSessionLegacy", {
    body: {
      session: {
        session_id,
        metadata: {
          ...told,
          run_id: runId,
          datapoint_id: "d1",
          dataset_id: "set",
          trial: 1,
          long: "x".repeat(199),
          nested: { lang: "de" },
          nothing: null,
          empty: [],
        },
      },
    },
  });
  await project.call("createEvent", {
    body: {
      event_type: "chain",
      event_name: "answer",
      session_id,
      inputs: {},
      metrics: { quality: 1 },
      metadata: { run_id: runId, outcome: "passed", mine: "not the row's" },
    },
  });
  const params = { run_id: runId };
  const whole = await project.call("getRunResult", { params });
  expect(whole.datapoints.map(({ metadata }) => metadata)).toEqual([told]);
  const scores = await project.call("getRunResult", { params, query: { detail: "scores" } });
  expect(scores.datapoints.map(({ metadata }) => metadata)).toEqual([told]);
});
