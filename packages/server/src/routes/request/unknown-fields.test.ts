import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  borrowTestServer,
  type ProjectClient,
  type TestServer,
} from "../../testing/test-server.js";

let server: TestServer;
let project: ProjectClient;
beforeAll(async () => {
  server = await borrowTestServer();
  project = server.newProject();
  await project.call("createEvent", { body: { event_type: "tool", inputs: {} } });
});
afterAll(() => server[Symbol.asyncDispose]());

async function statusAndField(method: string, path: string, body?: unknown): Promise<unknown[]> {
  const response = await project.send(method, path, body);
  // Answers with a status of 400 have the contract's body.
  const { field } = (await response.json()) as { field?: string };
  return [response.status, field];
}

const is = { field: "event_type", operator: "is", value: "tool" };
const parameters = { call_type: "chat", model: "m" };

describe("a question that is misspelt is not answered with everything", () => {
  test.each([
    ["/v1/events/search", { filter: [is] }, "filter"],
    ["/v1/events/search", { filters: [{ ...is, typ: "string" }] }, "filters.0.typ"],
    ["/v1/events/search", { filters: [{ ...is, value: undefined, valeu: 1 }] }, "filters.0.valeu"],
    ["/v1/events/export", { filter: [is] }, "filter"],
    ["/v1/events/export", { filters: [], daterange: {} }, "daterange"],
    ["/events/export", { project: "p", Filters: [is] }, "Filters"],
    ["/v1/events/export", { projections: ["inputs", "error.message"] }, "projections.1"],
    ["/events/export", { project: "p", projections: ["metadat.a"] }, "projections.0"],
    ["/v1/events/export", { dateRange: { $gte: 0, $lt: 5 } }, "dateRange.$lt"],
    ["/v1/events/export", { dateRange: { relative: "7d", $gte: 0 } }, "dateRange.$gte"],
    ["/v1/datapoints/batch", { selectAll: true, filter: is }, "filter"],
    ["/v1/datapoints/batch", { selectAll: true, dateRange: { $from: 0 } }, "dateRange"],
    ["/v1/charts", { name: "c", metric: "duration", query: [{ ...is, typ: "x" }] }, "query.0.typ"],
  ])("%s with the body %j", async (path, body, field) => {
    expect(await statusAndField("POST", path, body)).toEqual([400, field]);
  });

  test("nor is one that asks for more fields than there are", async () => {
    const body = { projections: Array.from({ length: 201 }, (_, index) => `metadata.${index}`) };
    expect(await statusAndField("POST", "/v1/events/export", body)).toEqual([400, "projections"]);
  });

  test.each([
    ["/v1/events?filter=[]", "filter"],
    ["/v1/events?projections[]=outputs&projections[]=output", "projections.1"],
    ["/v1/datapoints?datset_name=x", "datset_name"],
    ["/v1/datapoints?dataset=x", "dataset"],
    ["/v1/datasets?id=x", "id"],
    ["/v1/runs?run_id[]=x", "run_id"],
    ["/v1/configurations?tag=x", "tag"],
    ["/v1/queues?enable=true", "enable"],
    ["/v1/metrics?metric=x", "metric"],
    ["/v1/events/chart?aggregate=sum", "aggregate"],
    ["/datapoints?datapoint_id=x", "datapoint_id"],
    ["/runs?datasetId=x", "datasetId"],
  ])("GET %s", async (path, field) => {
    expect(await statusAndField("GET", path)).toEqual([400, field]);
  });

  test("and what is wrong is named, with what was probably meant", async () => {
    const messageOf = async (path: string): Promise<unknown> =>
      (await project.send("GET", path)).json();
    expect(await messageOf("/v1/datapoints?datset_name=x")).toMatchObject({
      errorCode: "INVALID_REQUEST",
      message: expect.stringMatching(/got `datset_name`.*Did you mean `dataset_name`\?/) as unknown,
    });
    expect(await messageOf('/v1/events?projections=["trace_id"]')).toMatchObject({
      message: expect.stringMatching(
        /got `trace_id`. Did you mean `metadata.trace_id`\?/,
      ) as unknown,
    });
  });
});

test.each([
  "/v1/events?project=p&limit=1&filters[0][field]=event_type&filters[0][operator]=exists",
  "/v1/runs?project=p&run_ids[]=x&dateRange[$gte]=0",
  "/v1/datasets?project=p&include_datapoints=true",
  "/datapoints?project=p&_=1700000000000",
  "/datasets?project=p&cache_buster=1",
])("what clients add to every question does not matter: GET %s", async (path) => {
  expect((await project.send("GET", path)).status).toBe(200);
});

describe("changes that name what is not known are refused where there is a version, and not made", () => {
  test("of datasets", async () => {
    const { result } = await project.call("createDataset", { body: { name: "first" } });
    const change = { name: "second", datapoint: [] };
    const path = `/v1/datasets/${result.insertedId}`;
    expect(await statusAndField("PUT", path, change)).toEqual([400, "datapoint"]);
    const { datasets } = await project.call("listDatasets", { query: { name: "first" } });
    expect(datasets).toHaveLength(1);
    for (const older of ["/v1/datasets", "/datasets"]) {
      const body = { name: "second", dataset_id: result.insertedId, tenant: "t" };
      expect(await statusAndField("PUT", older, { ...body, ...change })).toEqual([
        400,
        "datapoint",
      ]);
      expect(await statusAndField("PUT", older, body)).toEqual([200, undefined]);
    }
  });

  test("of configurations", async () => {
    const body = { name: "c", provider: "p", parameters, tenant: "t" };
    expect(await statusAndField("POST", "/v1/configurations", body)).toEqual([400, "tenant"]);
    expect(await statusAndField("POST", "/configurations", body)).toEqual([200, undefined]);
    const { configurations } = await project.call("listConfigurations", {});
    expect(configurations).toHaveLength(1);
    const path = `/v1/configurations/${configurations[0]?.id}`;
    expect(await statusAndField("PUT", path, { tag: [] })).toEqual([400, "tag"]);
    expect(await statusAndField("PUT", path, { project: "p", tags: [] })).toEqual([200, undefined]);
  });
});
