import { afterAll, expect, test } from "vitest";

import { startTestServer, type ProjectClient } from "../testing/test-server.js";

const server = await startTestServer();
afterAll(() => server[Symbol.asyncDispose]());

async function createRun({ call }: ProjectClient): Promise<string> {
  return (await call("createRun", { body: { name: "run" } })).run_id;
}

async function addCase(
  { call }: ProjectClient,
  run_id: string,
  { datapoint, quality }: { readonly datapoint: string; readonly quality: number },
): Promise<void> {
  const metadata = { run_id, datapoint_id: datapoint };
  const { session_id } = await call("createSession", { body: { metadata } });
  await call("createEvent", {
    body: { session_id, event_type: "chain", inputs: {}, metadata, metrics: { quality } },
  });
}

test("results and comparisons are of the cases of which an event matches the filters", async () => {
  const project = server.newProject();
  const [oldRun, newRun] = [await createRun(project), await createRun(project)];
  for (const [runId, qualities] of [
    [oldRun, [0.25, 1, 0.5]],
    [newRun, [0.25, 0.25, 1]],
  ] as const) {
    for (const [index, quality] of qualities.entries()) {
      await addCase(project, runId, { datapoint: `d${index}`, quality });
    }
  }
  const filter = { field: "metrics.quality", operator: "greater than", value: 0.3 };
  const filters = JSON.stringify([filter]);
  const { metrics, datapoints } = await project.call("getRunResult", {
    params: { run_id: oldRun },
    query: { filters },
  });
  expect(datapoints.map(({ datapoint_id }) => datapoint_id)).toEqual(["d1", "d2"]);
  expect(metrics.details[0]).toMatchObject({ aggregate: 0.75, total: 2 });
  const params = { new_run_id: newRun, old_run_id: oldRun };
  const { commonDatapoints } = await project.call("compareRuns", { params, query: { filters } });
  expect(commonDatapoints).toEqual(["d2"]);
  const { events } = await project.call("compareRunEvents", {
    params,
    query: { filter: JSON.stringify(filter) },
  });
  expect(events.map((pair) => [pair.datapoint_id, pair.event_1 === null])).toEqual([
    ["d2", false],
    ["d1", true],
  ]);
  const path = `/v1/runs/${oldRun}/summary?filters=`;
  const wrong = [{ ...filter, field: "nonsense" }];
  for (const text of ["nonsense", "[1]", JSON.stringify(wrong)]) {
    const response = await project.send("GET", path + encodeURIComponent(text));
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { field: expect.stringMatching(/^filters/) as string },
    ]);
  }
});
