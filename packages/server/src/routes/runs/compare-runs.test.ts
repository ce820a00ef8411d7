import type { JsonObject } from "@honeyhive/contract";
import { afterAll, expect, test } from "vitest";

import { otlpJson } from "../../testing/otlp-json.js";
import { borrowTestServer } from "../../testing/test-server.js";

const server = await borrowTestServer();
afterAll(() => server[Symbol.asyncDispose]());

test("compares runs that share a session, each with all that is its own", async () => {
  const project = server.newProject();
  const { run_id: newRun } = await project.call("createRun", { body: { name: "new" } });
  const addCase = async (datapoint: string, score: number): Promise<string> => {
    const metadata = { run_id: newRun, datapoint_id: datapoint };
    const { session_id } = await project.call("createSession", { body: { metadata } });
    await project.call("createEvent", {
      body: { session_id, event_type: "chain", inputs: {}, metadata, metrics: { score } },
    });
    return session_id;
  };
  const shared = await addCase("d1", 0.5);
  await addCase("d2", 1);
  const { run_id: oldRun } = await project.call("createRun", {
    body: { name: "old", session_ids: [shared] },
  });
  const params = { new_run_id: newRun, old_run_id: oldRun };
  const compared = await project.call("compareRuns", { params });
  expect([compared.new_run.run_id, compared.old_run.run_id]).toEqual([newRun, oldRun]);
  expect([compared.commonDatapoints, compared.new_only_datapoints]).toEqual([["d1"], ["d2"]]);
  expect(compared.metrics).toMatchObject([{ metric_name: "score", same: ["d1"] }]);
  const { events } = await project.call("compareRunEvents", { params });
  expect(events.map(({ datapoint_id }) => datapoint_id)).toEqual(["d1"]);
  const itself = { new_run_id: newRun, old_run_id: newRun };
  const same = await project.call("compareRuns", { params: itself });
  expect(same.commonDatapoints.toSorted()).toEqual(["d1", "d2"]);
});

test("compares runs whose events have the same ids, made of the low half of a trace's", async () => {
  const project = server.newProject();
  const addRun = async (score: number, traceId: string): Promise<string> => {
    const { run_id } = await project.call("createRun", { body: { name: `of ${score}` } });
    const metadata = { run_id, datapoint_id: "d1" };
    const { session_id } = await project.call("createSession", { body: { metadata } });
    const attributes = {
      "honeyhive.session_id": session_id,
      "honeyhive_metrics.score": score,
      "honeyhive_metadata.run_id": run_id,
      "honeyhive_metadata.datapoint_id": "d1",
    };
    const request = otlpJson([{ traceId, spanId: "b7ad6b7169203331", attributes }]);
    expect((await project.send("POST", "/v1/traces", request)).status).toBe(200);
    return run_id;
  };
  const old_run_id = await addRun(0.5, "a".padEnd(32, "0"));
  const new_run_id = await addRun(1, "b".padEnd(32, "0"));
  const { metrics } = await project.call("compareRuns", { params: { new_run_id, old_run_id } });
  expect(metrics).toMatchObject([{ old_values: [0.5], new_values: [1], improved: ["d1"] }]);
});

test("compares what cases took: as their client says it, else as the calls of their models do", async () => {
  const project = server.newProject();
  const addRun = async (usage: JsonObject | undefined, tokens: number): Promise<string> => {
    const { run_id } = await project.call("createRun", { body: { name: "run" } });
    const addCase = async (id: string, outcome: string): Promise<void> => {
      const own = { run_id, datapoint_id: id };
      const { session_id } = await project.call("createSession", { body: { metadata: own } });
      const metadata = { ...own, outcome, ...(usage === undefined ? {} : { case_usage: usage }) };
      const { event_id: parent_id } = await project.call("createEvent", {
        body: { session_id, event_type: "chain", inputs: {}, metadata },
      });
      const call = { model: "gpt-4o-mini", provider: "openai" };
      const used = { prompt_tokens: tokens, completion_tokens: 0, total_tokens: tokens };
      await project.call("createEvent", {
        body: {
          session_id,
          parent_id,
          event_type: "model",
          inputs: {},
          config: call,
          metadata: used,
        },
      });
    };
    for (const id of ["d1", "d2"]) await addCase(id, "passed");
    // What it took until it failed says nothing beside others.
    await addCase("d3", "errored");
    return run_id;
  };
  const old_run_id = await addRun(undefined, 2000);
  const new_run_id = await addRun({ duration_ms: 12, total_tokens: 1500, cost_usd: "-" }, 1000);
  const params = { new_run_id, old_run_id };
  const { usage = [] } = await project.call("compareRuns", { params });
  // 0.15 dollars per million tokens.
  expect(
    usage.map(({ metric_name, old_values, new_values }) => [metric_name, old_values, new_values]),
  ).toEqual([
    ["total_tokens", [2000, 2000], [1500, 1500]],
    ["cost_usd", [0.0003, 0.0003], [0.00015, 0.00015]],
  ]);
  const said = { duration_ms: 12, total_tokens: 1500, cost_usd: 0.00015 };
  expect(await tookOf(new_run_id)).toEqual([said, said, said]);
  const summed = { total_tokens: 2000, cost_usd: 0.0003 };
  expect(await tookOf(old_run_id)).toEqual([summed, summed, summed]);

  async function tookOf(run_id: string): Promise<unknown> {
    const { datapoints } = await project.call("getRunResult", { params: { run_id } });
    const session_ids = datapoints.map(({ session_id }) => session_id);
    const read = await project.call("findRunCases", { params: { run_id }, body: { session_ids } });
    expect(read.datapoints.map(({ usage: each }) => each)).toEqual(
      datapoints.map(({ usage: each }) => each),
    );
    return datapoints.map(({ usage: each }) => each);
  }
});

test("adds no cost to cases whose models a cache answered for, and compares none of theirs", async () => {
  const project = server.newProject();
  const { run_id } = await project.call("createRun", { body: { name: "run" } });
  const own = { run_id, datapoint_id: "d1" };
  const { session_id } = await project.call("createSession", { body: { metadata: own } });
  const case_usage = { duration_ms: 5, cost_usd: 0.25 };
  const ended = { outcome: "passed", cached_calls: 1, case_usage };
  const { event_id: parent_id } = await project.call("createEvent", {
    body: { session_id, event_type: "chain", inputs: {}, metadata: { ...own, ...ended } },
  });
  const config = { model: "gpt-4o-mini", provider: "openai" };
  const metadata = { prompt_tokens: 10, completion_tokens: 0, total_tokens: 10 };
  await project.call("createEvent", {
    body: { session_id, parent_id, event_type: "model", inputs: {}, config, metadata },
  });
  const { datapoints } = await project.call("getRunResult", { params: { run_id } });
  expect(datapoints.map(({ usage }) => usage)).toEqual([case_usage]);
  const { usage = [] } = await project.call("compareRuns", {
    params: { new_run_id: run_id, old_run_id: run_id },
  });
  expect(usage.map(({ metric_name }) => metric_name)).toEqual(["duration_ms"]);
});

test("names the run that is not there", async () => {
  const project = server.newProject();
  const { run_id } = await project.call("createRun", { body: { name: "run" } });
  for (const path of [`${run_id}/compare-with/unknown`, `unknown/compare-with/${run_id}`]) {
    const response = await project.send("GET", `/v1/runs/${path}`);
    expect([response.status, await response.text()]).toEqual([
      404,
      expect.stringContaining("`unknown`"),
    ]);
  }
});
