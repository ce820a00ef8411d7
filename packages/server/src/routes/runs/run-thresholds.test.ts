import { randomUUID } from "node:crypto";

import type { JsonObject, MetricThreshold } from "@honeyhive/contract";
import { afterAll, expect, test } from "vitest";

import { borrowTestServer, type ProjectClient } from "../../testing/test-server.js";

const server = await borrowTestServer();
afterAll(() => server[Symbol.asyncDispose]());

/** A case as a client writes it that knows of no thresholds. */
async function addCase(
  project: ProjectClient,
  metrics: JsonObject,
  metadata: JsonObject,
): Promise<string> {
  const session_id = randomUUID();
  await project.call("createSession", { body: { session_id, metadata } });
  const chain = { event_type: "chain", event_name: "answer", session_id, inputs: {} } as const;
  await project.call("createEvent", { body: { ...chain, metrics, metadata } });
  return session_id;
}

test("judges by thresholds of the project's metrics where the run says nothing of them", async () => {
  const project = server.newProject();
  const addMetric = (name: string, threshold: MetricThreshold): Promise<unknown> =>
    project.call("createMetric", { body: { name, type: "HUMAN", criteria: "?", threshold } });
  await addMetric("quality", { min: 0.5, max: 0.9 });
  await addMetric("tone", { passing_categories: ["calm"] });
  await addMetric("leaks", { pass_when: false });
  await addMetric("ranged", { min: 100 });
  const { run_id: runId } = await project.call("createRun", {
    body: { name: "run", status: "completed", passing_ranges: { ranged: { min: 1 } } },
  });
  const good = { quality: 0.5, tone: "calm", leaks: false, ranged: 1 };
  const add = (datapointId: string, metrics: JsonObject, outcome?: string): Promise<string> =>
    addCase(project, metrics, {
      run_id: runId,
      datapoint_id: datapointId,
      ...(outcome && { outcome }),
    });
  const session_ids = [
    await add("good", good),
    await add("quality", { ...good, quality: 0.91 }),
    await add("tone", { ...good, tone: "angry" }),
    await add("leaks", { ...good, leaks: true }),
    await add("ranged", { ...good, ranged: 0 }),
    await add("decided", { ...good, quality: 0.1 }, "passed"),
  ];
  const params = { run_id: runId };
  const result = await project.call("getRunResult", { params });
  // What a client has decided stays; of each score it is still said whether it passes.
  expect(result.passed).toEqual(["good", "decided"]);
  expect(result.failed).toEqual(["quality", "tone", "leaks", "ranged"]);
  const details = new Map(result.metrics.details.map((one) => [one.metric_name, one]));
  expect(details.get("quality")).toMatchObject({
    passing_range: { min: 0.5, max: 0.9 },
    threshold: { min: 0.5, max: 0.9 },
    datapoints: { failed: ["quality", "decided"] },
    counted: 6,
  });
  expect(details.get("tone")).toMatchObject({
    threshold: { passing_categories: ["calm"] },
    datapoints: { failed: ["tone"] },
  });
  expect(details.get("leaks")?.datapoints.failed).toEqual(["leaks"]);
  expect(details.get("ranged")).toMatchObject({
    threshold: { min: 1 },
    datapoints: { failed: ["ranged"] },
  });
  const failedIn = result.datapoints.map(({ metrics }) =>
    metrics.filter(({ passed }) => !passed).map(({ name }) => name),
  );
  expect(failedIn).toEqual([[], ["quality"], ["tone"], ["leaks"], ["ranged"], ["quality"]]);
  const body = { session_ids };
  const { datapoints } = await project.call("findRunCases", { params, body });
  expect(datapoints).toHaveLength(6);
  for (const one of datapoints) expect(result.datapoints).toContainEqual(one);
});
