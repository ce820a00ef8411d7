import { randomUUID } from "node:crypto";

import { startClickHouse } from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { temporaryDirectory } from "../testing/temporary-directory.js";
import {
  borrowTestServer,
  startTestServer,
  type ProjectClient,
  type TestServer,
} from "../testing/test-server.js";

let server: TestServer;
beforeAll(async () => void (server = await borrowTestServer()));
afterAll(() => server[Symbol.asyncDispose]());

const start_time = Date.parse("2026-11-01T12:30:00Z");
const session = { session_name: "s", start_time };
const tool = { event_type: "tool", inputs: { q: 1 }, start_time };
const model_event = { model: "m", provider: "p", messages: [], response: {}, start_time };
const metric = { name: "m", type: "PYTHON", criteria: "def m(event):\n  return 1" };

/** What makes something new each time, without ids. */
const creations: readonly (readonly [path: string, body: object])[] = [
  ["/session/start", { session }],
  ["/v1/sessions", session],
  ["/v1/sessions/batch", { changes: [{ session }] }],
  ["/events", { event: tool }],
  ["/v1/events", tool],
  ["/v1/events", { ...tool, event_type: "session" }],
  ["/events/batch", { events: [{ ...tool, children: [tool] }], is_single_session: true }],
  ["/v1/events/batch", { events: [tool, tool] }],
  ["/events/model", { model_event }],
  ["/events/model/batch", { model_events: [model_event, model_event] }],
  ["/session/11111111-1111-4111-8111-111111111111/traces", { logs: [tool] }],
  ["/v1/sessions/11111111-1111-4111-8111-111111111111/events/batch", { events: [tool] }],
  ["/v1/runs", { name: "r" }],
  ["/v1/datasets", { name: "d" }],
  ["/v1/datapoints", { inputs: { q: 1 } }],
  ["/v1/metrics", metric],
  ["/v1/charts", { name: "c", metric: "duration" }],
  [
    "/v1/configurations",
    { name: "c", provider: "p", parameters: { call_type: "chat", model: "m" } },
  ],
  ["/v1/queues", { name: "q" }],
  ["/v1/tools", { name: "t", parameters: {}, type: "function" }],
];

interface Counts extends Readonly<Record<string, unknown>> {
  readonly events: readonly string[];
}

/** How many there are of everything that a project holds. */
async function countAll({ call }: ProjectClient): Promise<Counts> {
  const [found, runs, datasets, points, metrics, charts, configurations, queues, tools] =
    await Promise.all([
      call("searchEvents", { body: { limit: 1000 } }),
      call("listRuns", {}),
      call("listDatasets", {}),
      call("listDatapoints", {}),
      call("listMetrics", {}),
      call("listCharts", {}),
      call("listConfigurations", {}),
      call("listQueues", {}),
      call("listTools", {}),
    ]);
  return {
    events: found.events.map(({ event_id }) => event_id).toSorted(),
    runs: runs.pagination.total,
    datasets: datasets.datasets.length,
    datapoints: points.datapoints.length,
    metrics: metrics.metrics.length,
    charts: charts.data.length,
    configurations: configurations.configurations.length,
    queues: queues.queues.length,
    tools: tools.length,
  };
}

const once = { runs: 1, datasets: 1, datapoints: 1, metrics: 1, charts: 1, configurations: 1 };
const everythingOnce = { ...once, queues: 1, tools: 1 };

test("what is created again under its key is there once, also after a restart", async () => {
  await using directory = await temporaryDirectory();
  const start = (): ReturnType<typeof startTestServer> =>
    startTestServer({ dataDir: directory.path });
  const requests = creations.map(([path, body]) => ({ path, body, key: randomUUID() }));
  const sendAll = (project: ProjectClient, isRepeat: boolean): Promise<string[]> =>
    Promise.all(
      requests.map(async ({ path, body, key }) => {
        const response = await project.send("POST", path, body, { "idempotency-key": key });
        const replayed = response.headers.get("idempotent-replayed");
        expect([path, response.ok, replayed]).toEqual([path, true, isRepeat ? "true" : null]);
        return response.text();
      }),
    );
  const seen: { answers: string[]; counts: Counts }[] = [];
  for (const turns of [2, 1]) {
    await using server = await start();
    const project = server.newProject();
    for (let turn = 0; turn < turns; turn += 1) {
      const answers = await sendAll(project, seen.length > 0);
      seen.push({ answers, counts: await countAll(project) });
    }
  }
  expect(seen[0]?.counts).toMatchObject(everythingOnce);
  expect(seen).toEqual([seen[0], seen[0], seen[0]]);
});

test("two servers that get the same request at the same time make the same things", async () => {
  await using clickHouse = await startClickHouse();
  const store = clickHouse.storeUrl("twice");
  await using first = await startTestServer({ store });
  await using second = await startTestServer({ store });
  const projects = [first.newProject(), second.newProject()] as const;
  const given = randomUUID();
  const sent = creations.map(async ([path, body], index) => {
    const headers = { "idempotency-key": `${given}-${index}` };
    const responses = await Promise.all(
      projects.map((project) => project.send("POST", path, body, headers)),
    );
    expect([path, responses.map(({ ok }) => ok)]).toEqual([path, [true, true]]);
  });
  await Promise.all(sent);
  const [here, there] = [await countAll(projects[0]), await countAll(projects[1])];
  expect(here).toMatchObject(everythingOnce);
  expect(there).toEqual(here);
  expect(here.events).toHaveLength(24);
}, 60_000);

test("what is changed or deleted again under its key is answered as it was", async () => {
  const project = server.newProject();
  const { run_id } = await project.call("createRun", { body: {} });
  const path = `/v1/runs/${run_id}`;
  const send = async (method: string, key: string): Promise<unknown[]> => {
    const headers = { "idempotency-key": `"${key}"` };
    const response = await project.send(method, path, { name: "r" }, headers);
    return [response.status, await response.text()];
  };
  for (const method of ["PUT", "DELETE"]) {
    const answer = await send(method, method);
    expect(answer[0]).toBe(200);
    expect(await send(method, method)).toEqual(answer);
  }
  expect((await send("DELETE", "another"))[0]).toBe(404);
});

test("a key is for one request of one project", async () => {
  const [project, other] = [server.newProject(), server.newProject()];
  const headers = { "idempotency-key": "k" };
  const create = (client: ProjectClient, name: string): Promise<Response> =>
    client.send("POST", "/v1/runs", { name }, headers);
  const runOf = async (response: Response): Promise<string> =>
    ((await response.json()) as { run_id: string }).run_id;
  const first = await runOf(await create(project, "a"));
  expect(await runOf(await create(other, "a"))).not.toBe(first);
  const reused = await create(project, "b");
  expect(reused.status).toBe(422);
  expect(await reused.json()).toMatchObject({
    errorCode: "IDEMPOTENCY_KEY_REUSED",
    field: "Idempotency-Key",
  });
  expect((await project.call("listRuns", {})).pagination.total).toBe(1);
  // What failed changed nothing, and may be sent again as it should have been.
  const refused = await project.send("POST", "/v1/runs", { name: 1 }, { "idempotency-key": "l" });
  expect(refused.status).toBe(400);
  const corrected = await project.send("POST", "/v1/runs", {}, { "idempotency-key": "l" });
  expect(corrected.status).toBe(200);
});

test("a key is 1 to 255 visible characters", async () => {
  for (const key of ["", "two words", "x".repeat(256), "ü"]) {
    const headers = { "idempotency-key": key };
    const response = await server.sharedProject().send("POST", "/v1/runs", {}, headers);
    expect([key, response.status]).toEqual([key, 400]);
    expect(await response.json()).toMatchObject({ field: "Idempotency-Key" });
  }
});

test("an API key is made once, and its secret is kept nowhere", async () => {
  const project = server.newProject();
  const create = (): Promise<Response> =>
    project.send("POST", "/v1/keys", { name: "k" }, { "idempotency-key": "k" });
  expect((await create()).status).toBe(201);
  const repeated = await create();
  expect(repeated.status).toBe(409);
  expect(await repeated.json()).toMatchObject({ errorCode: "IDEMPOTENCY_KEY_USED" });
  const { keys } = await project.call("listKeys", {});
  expect(keys.filter(({ name }) => name === "k")).toHaveLength(1);
});
