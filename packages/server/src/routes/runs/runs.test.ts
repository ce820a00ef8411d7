import { randomUUID } from "node:crypto";

import type { EventInput, JsonObject } from "@honeyhive/contract";
import { afterAll, describe, expect, test } from "vitest";

import { borrowTestServer, type ProjectClient } from "../../testing/test-server.js";

const server = await borrowTestServer();
afterAll(() => server[Symbol.asyncDispose]());

interface TestCase {
  readonly datapointId: string;
  readonly outcome?: string;
  readonly metrics?: JsonObject;
  readonly scoreStates?: JsonObject;
  readonly error?: string;
  readonly functionName?: string;
}

/** Writes a case as the SDK does: a session, and below it a chain that carries scores and outcome. */
async function addCase(project: ProjectClient, runId: string, given: TestCase): Promise<string> {
  const session_id = randomUUID();
  const identity = { run_id: runId, datapoint_id: given.datapointId };
  await project.call("createSession", {
    body: {
      session_id,
      metadata: identity,
      feedback: { ground_truth: `truth ${given.datapointId}` },
    },
  });
  const chain: EventInput = {
    event_type: "chain",
    event_name: given.functionName ?? "answer",
    session_id,
    inputs: { question: given.datapointId },
    outputs: { text: "out" },
    duration: 40,
    metrics: given.metrics ?? {},
    metadata: {
      ...identity,
      ...(given.outcome === undefined ? {} : { outcome: given.outcome }),
      ...(given.scoreStates === undefined ? {} : { score_states: given.scoreStates }),
    },
    ...(given.error === undefined ? {} : { error: given.error }),
  };
  await project.call("createEvent", { body: chain });
  return session_id;
}

async function createRun(project: ProjectClient, fields: JsonObject = {}): Promise<string> {
  const { run_id } = await project.call("createRun", { body: { name: "run", ...fields } });
  return run_id;
}

describe("runs", () => {
  test("keep an offline dataset's name and hold no dataset", async () => {
    const project = server.newProject();
    const { evaluation } = await project.call("createRun", {
      body: { name: "r", dataset_id: "EXT-42", metadata: { a: 1 } },
    });
    expect(evaluation).toMatchObject({
      dataset_id: null,
      metadata: { a: 1, offline_dataset_id: "EXT-42" },
      status: "pending",
      project: project.name,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
    });
  });

  test("are created once under one id, and changed by what is sent later", async () => {
    const project = server.newProject();
    const run_id = randomUUID();
    const created = await project.call("createRun", {
      body: { run_id, name: "r", metadata: { a: 1 } },
    });
    await project.call("createRun", { body: { run_id, status: "running" } });
    const body = { status: "completed", metadata: { b: 2 }, event_ids: ["e"] } as const;
    await project.call("updateRun", { params: { run_id }, body });
    const { evaluation } = await project.call("getRun", { params: { run_id } });
    expect(evaluation).toMatchObject({
      name: "r",
      status: "completed",
      metadata: { a: 1, b: 2 },
      event_ids: ["e"],
      created_at: created.evaluation.created_at,
    });
    expect((await project.call("listRuns", {})).pagination.total).toBe(1);
  });

  test("lose no concurrent update", async () => {
    const project = server.newProject();
    const run_id = await createRun(project);
    const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
    await Promise.all(
      keys.map((key) =>
        project.call("updateRun", { params: { run_id }, body: { metadata: { [key]: 1 } } }),
      ),
    );
    const { evaluation } = await project.call("getRun", { params: { run_id } });
    expect(Object.keys(evaluation.metadata).toSorted()).toEqual(keys.toSorted());
  });

  test("that are unknown are answered with what to do", async () => {
    const project = server.newProject();
    const other = server.newProject();
    const run_id = await createRun(project);
    const params = { run_id };
    const expected = { status: 404, code: "RUN_NOT_FOUND" };
    await expect(other.call("getRun", { params })).rejects.toMatchObject(expected);
    await expect(other.call("getRunResult", { params })).rejects.toMatchObject(expected);
    await expect(other.call("updateRun", { params, body: {} })).rejects.toMatchObject(expected);
    const both = { new_run_id: run_id, old_run_id: randomUUID() };
    await expect(project.call("compareRuns", { params: both })).rejects.toMatchObject(expected);
  });
});

describe("the result of a run", () => {
  test("gives every case its verdict and every metric its denominators", async () => {
    const project = server.newProject();
    const runId = await createRun(project, { status: "completed" });
    const sessions = [
      await addCase(project, runId, {
        datapointId: "d1",
        outcome: "passed",
        metrics: { quality: 0.8, ok: true, ok_explanation: "because" },
      }),
      await addCase(project, runId, {
        datapointId: "d2",
        outcome: "failed",
        metrics: { ok: false },
        scoreStates: { quality: { state: "not-scorable", reason: "empty" } },
      }),
      await addCase(project, runId, {
        datapointId: "d3",
        outcome: "passed",
        metrics: { ok: true },
        scoreStates: { quality: { state: "error", message: "judge is down" } },
      }),
      await addCase(project, runId, { datapointId: "d4", outcome: "errored", error: "boom" }),
    ];
    await addCase(project, await createRun(project), {
      datapointId: "other",
      metrics: { quality: 9 },
    });
    const result = await project.call("getRunResult", { params: { run_id: runId } });
    expect(result).toMatchObject({
      status: "completed",
      success: false,
      passed: ["d1", "d3"],
      failed: ["d2", "d4"],
      event_details: [{ event_name: "answer", event_type: "chain" }],
    });
    const metric = {
      event_name: "answer",
      event_type: "chain",
      metric_type: "CLIENT_SIDE",
      total: 4,
    };
    expect(result.metrics).toEqual({
      aggregation_function: "average",
      details: [
        {
          ...metric,
          metric_name: "quality",
          aggregate: 0.8,
          values: [0.8],
          counted: 1,
          errors: 1,
          not_scorable: 1,
          missing: 1,
          datapoints: { passed: ["d1"], failed: [] },
        },
        {
          ...metric,
          metric_name: "ok",
          aggregate: 2 / 3,
          values: [1, 0, 1],
          counted: 3,
          errors: 0,
          not_scorable: 0,
          missing: 1,
          datapoints: { passed: ["d1", "d3"], failed: ["d2"] },
        },
      ],
    });
    expect(result.datapoints[0]).toEqual({
      datapoint_id: "d1",
      wire_id: "d1",
      content_hash: null,
      unscored: [],
      trial: null,
      session_id: sessions[0],
      passed: true,
      outcome: "passed",
      error: null,
      duration: 40,
      inputs: { question: "d1" },
      outputs: { text: "out" },
      ground_truth: "truth d1",
      metrics: [
        {
          name: "quality",
          event_name: "answer",
          event_type: "chain",
          is_of_case: true,
          value: 0.8,
          passed: true,
        },
        {
          name: "ok",
          event_name: "answer",
          event_type: "chain",
          is_of_case: true,
          value: true,
          passed: true,
          explanation: "because",
        },
      ],
    });
    expect(result.datapoints[3]).toMatchObject({
      outcome: "errored",
      error: "boom",
      passed: false,
    });
  });

  test("judges by passing ranges and booleans where the client gave no outcome", async () => {
    const project = server.newProject();
    const runId = await createRun(project, {
      status: "completed",
      passing_ranges: { quality: { min: 0.5 } },
    });
    await addCase(project, runId, { datapointId: "high", metrics: { quality: 0.5, ok: true } });
    await addCase(project, runId, { datapointId: "low", metrics: { quality: 0.4 } });
    await addCase(project, runId, { datapointId: "false", metrics: { quality: 0.9, ok: false } });
    const result = await project.call("getRunResult", { params: { run_id: runId } });
    expect([result.passed, result.failed]).toEqual([["high"], ["low", "false"]]);
    expect(result.metrics.details[0]).toMatchObject({
      metric_name: "quality",
      passing_range: { min: 0.5 },
      datapoints: { passed: ["high", "false"], failed: ["low"] },
    });
  });

  test("aggregates as it is asked to", async () => {
    const project = server.newProject();
    const runId = await createRun(project);
    for (const quality of [1, 2, 6]) {
      await addCase(project, runId, { datapointId: `d${quality}`, metrics: { quality } });
    }
    const aggregate = async (name: string): Promise<unknown> => {
      const path = `/runs/${runId}/result?aggregate_function=${name}`;
      const response = await project.send("GET", path);
      const body = (await response.json()) as { metrics?: { details: { aggregate: number }[] } };
      return body.metrics?.details[0]?.aggregate ?? response.status;
    };
    expect(await aggregate("average")).toBe(3);
    expect(await aggregate("median")).toBe(2);
    expect(await aggregate("sum")).toBe(9);
    expect(await aggregate("mode")).toBe(400);
  });

  test("leaves out what went in and came out for those who need the scores alone", async () => {
    const project = server.newProject();
    const runId = await createRun(project);
    await addCase(project, runId, {
      datapointId: "d1",
      metrics: { quality: 1 },
      outcome: "passed",
    });
    const params = { run_id: runId };
    const whole = await project.call("getRunResult", { params });
    const scores = await project.call("getRunResult", { params, query: { detail: "scores" } });
    const [datapoint] = whole.datapoints;
    expect(datapoint?.inputs).toEqual({ question: "d1" });
    expect(scores).toEqual({
      ...whole,
      datapoints: [{ ...datapoint, inputs: {}, outputs: {}, ground_truth: null }],
    });
    const unknown = await project.send("GET", `/runs/${runId}/result?detail=none`);
    expect(unknown.status).toBe(400);
  });

  test("finds the sessions that a run names, where events do not name the run", async () => {
    const project = server.newProject();
    const session = await addCase(project, "", { datapointId: "d1", metrics: { quality: 1 } });
    const runId = await createRun(project, { event_ids: [session] });
    const result = await project.call("getRunResult", { params: { run_id: runId } });
    expect(result.passed).toEqual(["d1"]);
  });

  test("of a run without cases is empty", async () => {
    const project = server.newProject();
    const result = await project.call("getRunResult", {
      params: { run_id: await createRun(project) },
    });
    expect(result).toMatchObject({
      datapoints: [],
      passed: [],
      failed: [],
      metrics: { details: [] },
    });
  });
});

describe("comparing runs", () => {
  test("pairs cases by datapoint, also where the function was renamed", async () => {
    const project = server.newProject();
    const [oldRun, newRun] = [await createRun(project), await createRun(project)];
    const add = (
      runId: string,
      datapointId: string,
      quality: number,
      name: string,
    ): Promise<string> =>
      addCase(project, runId, { datapointId, metrics: { quality }, functionName: name });
    for (const [index, quality] of [0.2, 0.4, 0.6].entries()) {
      await add(oldRun, `d${index}`, quality, "v1");
    }
    for (const [index, quality] of [0.2, 0.8, 0.5].entries()) {
      await add(newRun, `d${index + 1}`, quality, "v2");
    }
    const params = { new_run_id: newRun, old_run_id: oldRun };
    const comparison = await project.call("compareRuns", { params });
    expect(comparison).toMatchObject({
      commonDatapoints: ["d1", "d2"],
      new_only_datapoints: ["d3"],
      old_only_datapoints: ["d0"],
      event_details: [
        { event_name: "v2", event_type: "chain", presence: "new" },
        { event_name: "v1", event_type: "chain", presence: "old" },
      ],
      old_run: { run_id: oldRun },
      new_run: { run_id: newRun },
    });
    expect(comparison.metrics).toEqual([
      {
        metric_name: "quality",
        metric_type: "CLIENT_SIDE",
        event_name: "v2",
        event_type: "chain",
        old_aggregate: 0.5,
        new_aggregate: 0.5,
        presence: "both",
        // Two changed cases say nothing about a third.
        difference_interval: null,
        difference: 0,
        percentage_change: 0,
        found_count: 2,
        improved_count: 1,
        degraded_count: 1,
        same_count: 0,
        improved: ["d2"],
        degraded: ["d1"],
        same: [],
        old_values: [0.4, 0.6],
        new_values: [0.2, 0.8],
        verdict: "cannot-tell",
        p_value: expect.any(Number) as number,
        adjusted_p_value: expect.any(Number) as number,
        needed_count: null,
      },
    ]);
    const configuration = { lower_is_better: ["quality"] };
    await project.call("updateRun", { params: { run_id: newRun }, body: { configuration } });
    const turned = await project.call("compareRuns", { params });
    expect(turned.metrics).toMatchObject([{ improved: ["d1"], degraded: ["d2"] }]);
  });

  test("sets the events of each datapoint that both have side by side", async () => {
    const project = server.newProject();
    const [oldRun, newRun] = [await createRun(project), await createRun(project)];
    await addCase(project, oldRun, { datapointId: "d1", outcome: "passed" });
    await addCase(project, newRun, { datapointId: "d1", outcome: "failed" });
    await addCase(project, newRun, { datapointId: "d2", outcome: "failed" });
    const params = { new_run_id: newRun, old_run_id: oldRun };
    const roots = await project.call("compareRunEvents", { params });
    expect(roots).toMatchObject({
      totalEvents: 1,
      pagination: { page: 1, limit: 1000, total: 1 },
      events: [
        {
          datapoint_id: "d1",
          event_1: { metadata: { outcome: "failed" } },
          event_2: { metadata: { outcome: "passed" } },
        },
      ],
    });
    const query = { event_type: "session", limit: 1 };
    const sessions = await project.call("compareRunEvents", { params, query });
    expect(sessions).toMatchObject({
      totalEvents: 1,
      events: [{ datapoint_id: "d1", event_1: { event_type: "session" } }],
    });
  });
});
