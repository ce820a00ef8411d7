import { eventIdOfSpan, otlpRoutes, routes, type OperationName } from "@honeyhive/contract";
import { afterAll, describe, expect, test } from "vitest";

import { otlpJson } from "../testing/otlp-json.js";
import { exampleRequests } from "../testing/example-requests.js";
import { seedProject, type Seed } from "../testing/seed-project.js";
import { borrowTestServer, type ProjectClient } from "../testing/test-server.js";

const server = await borrowTestServer();
afterAll(() => server[Symbol.asyncDispose]());

// The keys of the table.
const operations = Object.keys(routes) as OperationName[];
// First what reads and deletes: what others write under these ids is the stranger's own from then on.
const closed = operations
  .filter((name) => routes[name].access !== "public")
  .toSorted((left, right) => routes[left].method.localeCompare(routes[right].method));

const owner = server.newProject();
const stranger = server.newProject();
const seed = await seedProject(owner);
const before = await describeProject(owner, seed);

/** Everything that the owner sees of the seed. */
async function describeProject({ call }: ProjectClient, ids: Seed): Promise<string> {
  const { session_id, event_id, run_id, datapoint_id, chart_id, queue_id, metric_id } = ids;
  const everything = await Promise.all([
    call("getSession", { params: { session_id } }),
    call("getEvent", { params: { event_id } }),
    call("listRuns", {}),
    call("getRunResult", { params: { run_id } }),
    call("listDatasets", {}),
    call("getDatapoint", { params: { datapoint_id } }),
    call("listConfigurations", {}),
    call("listMetricVersions", { params: { metric_id } }),
    call("getChart", { params: { chart_id } }),
    call("getQueue", { params: { queue_id } }),
    call("listTools", {}),
    call("listKeys", {}),
    call("listProjects", {}),
  ]);
  return JSON.stringify(everything);
}

/** These store what they are given under the id that they are given, in the project of the key. */
const storesUnderAnyId: readonly OperationName[] = [
  "updateEvent",
  "addSessionTraces",
  "createSessionEvents",
];

describe("the key of another project, with ids of this one", () => {
  test.each(closed)("%s shows nothing", async (operation) => {
    for (const { method, path, body } of exampleRequests(operation, seed)) {
      const response = await stranger.send(method, path, body);
      const text = await response.text();
      expect(response.status).toBeLessThan(500);
      expect(text).not.toContain(seed.marker);
      if (routes[operation].path.includes("{") && !storesUnderAnyId.includes(operation)) {
        expect([path, response.status]).toEqual([path, expect.toBeOneOf([403, 404])]);
      }
    }
  });

  test("spans and logs that name its session, its spans and the project itself stay the stranger's", async () => {
    const names = { "honeyhive.session_id": seed.session_id, "honeyhive.project": owner.name };
    const spans = otlpJson([{ spanId: "00000000000000a1", name: "intruder", attributes: names }]);
    for (const project of [owner, stranger]) {
      expect((await project.send("POST", "/v1/traces", spans)).status).toBe(200);
    }
    const logRecord = {
      eventName: "gen_ai.user.message",
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "00000000000000a1",
      body: { kvlistValue: { values: [{ key: "content", value: { stringValue: "intruder" } }] } },
    };
    const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [logRecord] }] }] };
    expect((await stranger.send("POST", "/v1/logs", logs)).status).toBe(200);
    const params = { event_id: eventIdOfSpan(logRecord.traceId, logRecord.spanId) };
    expect((await owner.call("getEvent", { params })).event.inputs).toEqual({});
    const { event } = await stranger.call("getEvent", { params });
    expect(JSON.stringify(event.inputs)).toContain("intruder");
    await owner.call("deleteEvent", { params });
  });

  test("changed nothing by all of that", async () => {
    expect(await describeProject(owner, seed)).toBe(before);
  });
});

describe("a key without the scope", () => {
  const scopes = ["read", "write", "admin"] as const;

  test.each(closed)("%s is refused", async (operation) => {
    const keys = await keysByScope;
    for (const { method, path, body } of exampleRequests(operation, seed)) {
      const anonymous = await owner.send(method, path, body, { authorization: "" });
      expect([path, anonymous.status]).toEqual([path, 401]);
      for (const scope of scopes.filter((one) => one !== routes[operation].access)) {
        const authorization = `Bearer ${keys[scope]}`;
        const response = await owner.send(method, path, body, { authorization });
        expect(await response.json()).toMatchObject({
          statusCode: 403,
          errorCode: "FORBIDDEN_SCOPE",
        });
      }
    }
  });

  const scoped = server.newProject();
  const keysByScope = makeKeys();

  async function makeKeys(): Promise<Record<string, string>> {
    const made = scopes.map(async (scope) => {
      const body = { name: scope, scopes: [scope] };
      return [scope, (await scoped.call("createKey", { body })).api_key] as const;
    });
    return Object.fromEntries(await Promise.all(made));
  }

  test("OpenTelemetry's signals are not taken from a key that only reads", async () => {
    const authorization = `Bearer ${(await keysByScope)["read"]}`;
    const paths = Object.values(otlpRoutes).flatMap(({ path, aliases }) => [path, ...aliases]);
    for (const path of paths) {
      expect((await owner.send("POST", path, {}, { authorization })).status).toBe(403);
      expect((await owner.send("POST", path, {}, { authorization: "" })).status).toBe(401);
    }
  });
});
