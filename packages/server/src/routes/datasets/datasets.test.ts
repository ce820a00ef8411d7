import type { DatasetType } from "@honeyhive/contract";
import { expect, test, beforeAll, afterAll, describe } from "vitest";

import {
  borrowTestServer,
  type ProjectClient,
  type TestServer,
} from "../../testing/test-server.js";

let server: TestServer;
beforeAll(async () => void (server = await borrowTestServer()));
afterAll(() => server[Symbol.asyncDispose]());

async function createDataset(project: ProjectClient, name: string): Promise<string> {
  return (await project.call("createDataset", { body: { name } })).result.insertedId;
}

async function createDatapoint(project: ProjectClient, question: string): Promise<string> {
  const body = { inputs: { question } };
  return (await project.call("createDatapoint", { body })).result.insertedId;
}

async function datapointIds(project: ProjectClient, dataset_id: string): Promise<unknown> {
  const { datasets } = await project.call("listDatasets", { query: { dataset_id } });
  return datasets[0]?.datapoints;
}

describe("datasets", () => {
  test("are answered under the names of every generation", async () => {
    const project = server.newProject();
    const id = await createDataset(project, "questions");
    const response = await project.send("GET", "/datasets?project=x");
    const body = (await response.json()) as { datasets: object[]; testcases: object[] };
    expect(body.testcases).toEqual(body.datasets);
    expect(body.datasets).toEqual([
      {
        id,
        _id: id,
        name: "questions",
        description: "",
        datapoints: [],
        num_points: 0,
        project: project.name,
        type: "evaluation",
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
      },
    ]);
  });

  test("keep what only older clients say, and are found by their type", async () => {
    const project = server.newProject();
    const older = { linked_evals: ["e"], saved: true, pipeline_type: "session" } as const;
    const type: DatasetType = "fine-tuning";
    const given = { name: "tuned", type, metadata: { from: "prod" }, ...older };
    const { result } = await project.call("createDataset", { body: given });
    await createDataset(project, "asked");
    const params = { dataset_id: result.insertedId };
    const body = { saved: false, metadata: { from: "test" } };
    await project.call("updateDataset", { params, body });
    const ofType = async (wanted: DatasetType): Promise<unknown> =>
      (await project.call("listDatasets", { query: { type: wanted } })).datasets;
    expect(await ofType(type)).toMatchObject([{ ...given, ...body }]);
    expect(await ofType("evaluation")).toMatchObject([{ name: "asked" }]);
  });

  test("are found by id and by name, and only in their project", async () => {
    const [project, other] = [server.newProject(), server.newProject()];
    const first = await createDataset(project, "one");
    await createDataset(project, "two");
    const ids = async (client: ProjectClient, query: object): Promise<unknown[]> =>
      (await client.call("listDatasets", { query })).datasets.map(({ id }) => id);
    expect(await ids(project, { name: "one" })).toEqual([first]);
    expect(await ids(project, { dataset_id: first })).toEqual([first]);
    expect(await ids(other, { dataset_id: first })).toEqual([]);
    const update = other.call("updateDataset", { params: { dataset_id: first }, body: {} });
    await expect(update).rejects.toMatchObject({ status: 404, code: "DATASET_NOT_FOUND" });
  });

  test("take rows whose columns are mapped, in their order", async () => {
    const project = server.newProject();
    const dataset_id = await createDataset(project, "rows");
    const { datapoint_ids } = await project.call("addDatapoints", {
      params: { dataset_id },
      body: {
        data: [
          { q: "a", answer: "b", chat: [{ role: "user", content: "hi" }], lang: "en" },
          { q: "c", answer: null },
        ],
        mapping: { inputs: ["q"], ground_truth: ["answer"], history: ["chat"] },
      },
    });
    expect(await datapointIds(project, dataset_id)).toEqual(datapoint_ids);
    const { datapoints } = await project.call("listDatapoints", {
      query: { dataset_name: "rows" },
    });
    expect(datapoints).toMatchObject([
      {
        inputs: { q: "a" },
        ground_truth: { answer: "b" },
        history: [{ role: "user", content: "hi" }],
        metadata: { lang: "en" },
        linked_datasets: [dataset_id],
      },
      { inputs: { q: "c" }, ground_truth: { answer: null }, history: [], metadata: null },
    ]);
  });

  test("take whole datapoints, in their order, into other datasets too", async () => {
    const project = server.newProject();
    const dataset_id = await createDataset(project, "translations");
    const other = await createDataset(project, "other");
    const datapoints = [
      { inputs: { text: "hello" }, ground_truth: { text: "hallo" }, metadata: { text: "de" } },
      { inputs: { text: "bye" }, ground_truth: null, linked_datasets: [other] },
    ];
    const params = { dataset_id };
    const { datapoint_ids } = await project.call("addDatapoints", { params, body: { datapoints } });
    expect(await datapointIds(project, dataset_id)).toEqual(datapoint_ids);
    expect(await datapointIds(project, other)).toEqual(datapoint_ids.slice(1));
    const query = { dataset_name: "translations" };
    const stored = await project.call("listDatapoints", { query });
    expect(stored.datapoints).toMatchObject([
      { ...datapoints[0], linked_datasets: [dataset_id] },
      { ...datapoints[1], linked_datasets: expect.arrayContaining([dataset_id, other]) },
    ]);
    const wrong = { datapoints: [{ inputs: {} }, { inputs: "text" }] };
    await expect(
      project.call("addDatapoints", { params, body: JSON.parse(JSON.stringify(wrong)) }),
    ).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining("datapoints.1.inputs"),
    });
    await expect(
      project.call("addDatapoints", {
        params,
        body: { datapoints: [{ inputs: {}, linked_datasets: ["nowhere"] }] },
      }),
    ).rejects.toMatchObject({ status: 404, code: "DATASET_NOT_FOUND" });
    expect(await datapointIds(project, dataset_id)).toHaveLength(2);
  });

  test("lose none of the rows that are added at once", async () => {
    const project = server.newProject();
    const dataset_id = await createDataset(project, "busy");
    const mapping = { inputs: ["q"] };
    await Promise.all(
      Array.from({ length: 20 }, (_, q) =>
        project.call("addDatapoints", {
          params: { dataset_id },
          body: { data: [{ q }, { q }], mapping },
        }),
      ),
    );
    expect(await datapointIds(project, dataset_id)).toHaveLength(40);
  });

  test("are changed and deleted by path, body or query; datapoints that were taken out stay", async () => {
    const project = server.newProject();
    const datapoint_id = await createDatapoint(project, "stays");
    const dataset_id = await createDataset(project, "before");
    const body = { dataset_id, name: "after", datapoints: [datapoint_id, datapoint_id] };
    const updated = await project.send("PUT", "/datasets", body);
    expect(await updated.json()).toMatchObject({
      result: { id: dataset_id, name: "after", datapoints: [datapoint_id] },
    });
    const removed = await project.send("DELETE", `/v1/datasets/${dataset_id}/${datapoint_id}`);
    expect(await removed.json()).toMatchObject({ dereferenced: true });
    expect(await datapointIds(project, dataset_id)).toEqual([]);
    const deleted = await project.send("DELETE", `/datasets?dataset_id=${dataset_id}`);
    expect(await deleted.json()).toEqual({ result: { id: dataset_id } });
    expect((await project.call("listDatasets", {})).datasets).toEqual([]);
    const { datapoint } = await project.call("getDatapoint", { params: { datapoint_id } });
    expect(datapoint).toMatchObject([{ id: datapoint_id, linked_datasets: [] }]);
  });

  test("are deleted with their datapoints, but for those that others hold", async () => {
    const project = server.newProject();
    const [doomed, other] = [await createDataset(project, "d"), await createDataset(project, "o")];
    const [own, shared, free] = [
      await createDatapoint(project, "own"),
      await createDatapoint(project, "shared"),
      await createDatapoint(project, "free"),
    ];
    const params = { dataset_id: doomed };
    await project.call("updateDataset", { params, body: { datapoints: [own, shared] } });
    const body = { datapoints: [shared] };
    await project.call("updateDataset", { params: { dataset_id: other }, body });
    expect(await project.call("deleteDataset", { params })).toEqual({ result: { id: doomed } });
    const { datapoints } = await project.call("listDatapoints", {});
    expect(datapoints.map(({ id, linked_datasets }) => [id, linked_datasets])).toEqual([
      [free, []],
      [shared, [other]],
    ]);
    const getting = project.call("getDatapoint", { params: { datapoint_id: own } });
    await expect(getting).rejects.toMatchObject({ status: 404 });
  });

  test.each([
    ["POST", "/v1/datasets", { name: "" }, 400, "name"],
    ["POST", "/v1/datasets", { datapoints: "x" }, 400, "datapoints"],
    ["POST", "/v1/datasets", { datapoints: ["unknown"] }, 404, undefined],
    ["PUT", "/datasets", { name: "x" }, 400, "dataset_id"],
    ["POST", "/v1/datasets/unknown/datapoints", { data: [], mapping: {} }, 400, "data"],
    ["POST", "/v1/datasets/unknown/datapoints", { data: [{}], mapping: {} }, 404, undefined],
    ["DELETE", "/v1/datasets/unknown", undefined, 404, undefined],
    ["DELETE", "/v1/datasets/unknown/datapoints/unknown", undefined, 404, undefined],
  ])(
    "%s %s with %j is answered with %i and what to do",
    async (method, path, body, status, field) => {
      const response = await server.sharedProject().send(method, path, body);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({
        success: false,
        statusCode: status,
        message: expect.stringMatching(/^Expected /),
        ...(field === undefined ? {} : { field }),
      });
    },
  );
});

describe("datapoints", () => {
  test("keep what they were created with", async () => {
    const project = server.newProject();
    const dataset_id = await createDataset(project, "linked");
    const body = {
      inputs: { question: "why" },
      history: [{ role: "user", content: "hello" }],
      ground_truth: { answer: null },
      metadata: { lang: "en" },
      linked_event: "7f22137a-6911-4ed3-bc36-110f1dde6b66",
      linked_datasets: [dataset_id],
    };
    const { result, inserted } = await project.call("createDatapoint", { body });
    expect({ inserted, ids: result.insertedIds }).toEqual({
      inserted: true,
      ids: [result.insertedId],
    });
    expect(result.insertedId).toMatch(/^[0-9a-f]{24}$/);
    const params = { datapoint_id: result.insertedId };
    const { datapoint } = await project.call("getDatapoint", { params });
    expect(datapoint).toMatchObject([{ ...body, id: result.insertedId, _id: result.insertedId }]);
    expect(await datapointIds(project, dataset_id)).toEqual([result.insertedId]);
  });

  test("have no nulls for the oldest clients, except those of their users", async () => {
    const project = server.newProject();
    const { result } = await project.call("createDatapoint", { body: { inputs: { a: null } } });
    const response = await project.send("GET", `/datapoints/${result.insertedId}`);
    const { datapoint } = (await response.json()) as { datapoint: object[] };
    expect(datapoint[0]).toMatchObject({ inputs: { a: null } });
    expect(Object.keys(datapoint[0] ?? {})).not.toContain("ground_truth");
  });

  test("change in the fields that are named, and in the datasets that hold them", async () => {
    const project = server.newProject();
    const [one, two] = [await createDataset(project, "one"), await createDataset(project, "two")];
    const datapoint_id = await createDatapoint(project, "why");
    const update = (body: object): Promise<unknown> =>
      project.call("updateDatapoint", { params: { datapoint_id }, body });
    expect(await update({ ground_truth: { a: 1 }, linked_datasets: [one] })).toEqual({
      updated: true,
      result: { modifiedCount: 1 },
    });
    await update({ linked_datasets: [two] });
    const { datapoint } = await project.call("getDatapoint", { params: { datapoint_id } });
    expect(datapoint).toMatchObject([
      { inputs: { question: "why" }, ground_truth: { a: 1 }, linked_datasets: [two] },
    ]);
    expect(await datapointIds(project, one)).toEqual([]);
  });

  test("leave their datasets when they are deleted", async () => {
    const project = server.newProject();
    const dataset_id = await createDataset(project, "shrinks");
    const datapoint_id = await createDatapoint(project, "goes");
    const params = { dataset_id };
    await project.call("updateDataset", { params, body: { datapoints: [datapoint_id] } });
    expect(await project.call("deleteDatapoint", { params: { datapoint_id } })).toEqual({
      deleted: true,
    });
    expect(await datapointIds(project, dataset_id)).toEqual([]);
    const gone = project.call("getDatapoint", { params: { datapoint_id } });
    await expect(gone).rejects.toMatchObject({ status: 404, code: "DATAPOINT_NOT_FOUND" });
  });

  test("are listed by ids, in that order", async () => {
    const project = server.newProject();
    const [a, b] = [await createDatapoint(project, "a"), await createDatapoint(project, "b")];
    for (const query of [
      `datapoint_ids[]=${b}&datapoint_ids[]=${a}`,
      `datapoint_ids=${b}&datapoint_ids=${a}`,
    ]) {
      const response = await project.send("GET", `/v1/datapoints?${query}`);
      expect(await response.json()).toMatchObject({ datapoints: [{ id: b }, { id: a }] });
    }
  });

  test("are made of events, with and without a mapping", async () => {
    const project = server.newProject();
    const dataset_id = await createDataset(project, "from events");
    const history = [{ role: "user", content: "hi" }];
    const { event_id } = await project.call("createEvent", {
      body: {
        event_type: "model",
        inputs: { chat_history: history, topic: { name: "sky" } },
        outputs: { content: "blue" },
        feedback: { ground_truth: { color: "blue" } },
      },
    });
    const make = async (body: object): Promise<unknown> => {
      const { insertedIds } = await project.call("createDatapoints", { body });
      return (await project.call("listDatapoints", { query: { datapoint_ids: insertedIds } }))
        .datapoints;
    };
    expect(await make({ events: [event_id], dataset_id })).toMatchObject([
      {
        inputs: { topic: { name: "sky" } },
        history,
        ground_truth: { content: "blue" },
        linked_event: event_id,
        linked_datasets: [dataset_id],
      },
    ]);
    const mapping = {
      inputs: ["inputs.topic.name", "content", "inputs.nothing"],
      history: ["chat_history"],
      ground_truth: ["feedback.ground_truth"],
    };
    expect(await make({ checkState: { [event_id]: true }, mapping })).toMatchObject([
      {
        inputs: { "topic.name": "sky", content: "blue" },
        history,
        ground_truth: { ground_truth: { color: "blue" } },
        linked_datasets: [],
      },
    ]);
    const filters = [{ field: "event_type", operator: "is", value: "model" }];
    expect(await make({ selectAll: true, filters })).toHaveLength(1);
    expect(await make({ selectAll: true, filters: filters[0] })).toHaveLength(1);
    const checkState = { [event_id]: false };
    const none = await project.send("POST", "/v1/datapoints/batch", {
      selectAll: true,
      checkState,
      filters,
    });
    expect(await none.json()).toMatchObject({ insertedIds: [] });
  });

  test("are not made at all when one of the events is unknown", async () => {
    const project = server.newProject();
    const response = await project.send("POST", "/v1/datapoints/batch", { events: ["unknown"] });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ errorCode: "EVENT_NOT_FOUND", field: "events" });
  });

  test.each([
    ["POST", "/v1/datapoints", { inputs: [] }, 400, "inputs"],
    ["POST", "/v1/datapoints", { history: {} }, 400, "history"],
    ["POST", "/v1/datapoints", { linked_datasets: ["unknown"] }, 404, undefined],
    ["PUT", "/v1/datapoints/unknown", {}, 404, undefined],
    ["DELETE", "/v1/datapoints/unknown", undefined, 404, undefined],
    ["POST", "/v1/datapoints/batch", { events: "x" }, 400, "events"],
  ])(
    "%s %s with %j is answered with %i and what to do",
    async (method, path, body, status, field) => {
      const response = await server.sharedProject().send(method, path, body);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({
        success: false,
        message: expect.stringMatching(/^Expected /),
        ...(field === undefined ? {} : { field }),
      });
    },
  );
});
