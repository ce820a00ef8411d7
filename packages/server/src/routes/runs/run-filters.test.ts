import { afterAll, expect, test } from "vitest";

import { borrowTestServer, type ProjectClient } from "../../testing/test-server.js";

const server = await borrowTestServer();
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
  expect(events.map((pair) => pair.datapoint_id)).toEqual(["d2"]);
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

test("filters are the same in every form in which clients write lists of objects", async () => {
  const project = server.newProject();
  const run_id = await createRun(project);
  await addCase(project, run_id, { datapoint: "low", quality: 0.25 });
  await addCase(project, run_id, { datapoint: "high", quality: 0.75 });
  const filter = { field: "metrics.quality", operator: "greater than", value: 0.5 };
  const text = encodeURIComponent(JSON.stringify(filter));
  const fields = Object.entries(filter);
  const inBrackets = fields.map(([key, value]) => `filters[0][${key}]=${value}`).join("&");
  const forms = [`filters=[${text}]`, `filters=${text}`, `filters[]=${text}`, inBrackets];
  for (const query of forms) {
    const result = await project.send("GET", `/v1/runs/${run_id}/summary?${query}`);
    expect([query, await result.json()]).toMatchObject([query, { passed: ["high"] }]);
    const measured = await project.send("GET", `/v1/runs/${run_id}/metrics?${query}`);
    expect([query, await measured.json()]).toMatchObject([query, { totalEvents: 1 }]);
  }
  for (const query of [`filters[]=${text.slice(1)}`, "filters[0].field=metrics.quality"]) {
    const { status } = await project.send("GET", `/v1/runs/${run_id}/metrics?${query}`);
    expect([query, status]).toEqual([query, 400]);
  }
});
