import { routes, type OperationName } from "@honeyhive/contract";
import { createOpenApiDocument } from "@honeyhive/contract/schemas";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";

import { arbitraryOf, nearlyArbitraryOf } from "../testing/arbitrary-of.js";
import { exampleRequests } from "../testing/example-requests.js";
import { seedProject } from "../testing/seed-project.js";
import { borrowTestServer } from "../testing/test-server.js";

const server = await borrowTestServer();
afterAll(() => server[Symbol.asyncDispose]());

const document = createOpenApiDocument("test");
const definitions = document.components.schemas;
// The keys of the table.
const operations = (Object.keys(routes) as OperationName[]).filter(
  (name) => routes[name].access !== "public",
);
const project = server.newProject();
const seed = await seedProject(project);

/** The fetch of the server checks the answer; a failed check rejects. */
async function expectNoFailure(method: string, path: string, body?: unknown): Promise<void> {
  const response = await project.send(method, path, body);
  if (response.status >= 500) throw new Error(`${response.status}: ${await response.text()}`);
}

function operationOf(name: OperationName) {
  const { method, path } = routes[name];
  return document.paths[path]?.[method.toLowerCase()];
}

describe("whatever is sent, the answer is one that the document knows, and never a failure", () => {
  const withBody = operations.filter((name) => operationOf(name)?.requestBody !== undefined);
  test.each(withBody)("body of %s", async (name) => {
    const [request] = exampleRequests(name, seed);
    const schema = operationOf(name)?.requestBody?.content?.["application/json"]?.schema ?? {};
    await fc.assert(
      fc.asyncProperty(nearlyArbitraryOf(schema, definitions), (body) =>
        expectNoFailure(routes[name].method, request?.path ?? "", body),
      ),
      { numRuns: 12 },
    );
  });

  const queried = operations.filter((name) =>
    operationOf(name)?.parameters?.some((parameter) => parameter.in === "query"),
  );
  test.each(queried)("query of %s", async (name) => {
    const [request] = exampleRequests(name, seed);
    const path = request?.path.split("?")[0] ?? "";
    const parameters = (operationOf(name)?.parameters ?? []).filter(
      (parameter) => parameter.in === "query",
    );
    const values = parameters.map(({ name: parameter, schema }) => [
      parameter,
      fc.oneof(arbitraryOf(schema, definitions).map(String), fc.json(), fc.string()),
    ]);
    const query = fc.record(Object.fromEntries(values) as Record<string, fc.Arbitrary<string>>, {
      requiredKeys: [],
    });
    await fc.assert(
      fc.asyncProperty(query, (given) =>
        expectNoFailure(routes[name].method, `${path}?${toQuery(given)}`, request?.body),
      ),
      { numRuns: 12 },
    );
  });

  test("in ids of paths", async () => {
    const withId = operations.filter((name) => routes[name].path.includes("{"));
    const id = fc.oneof(fc.string({ minLength: 1 }), fc.uuid(), fc.constant("%00")).map((text) =>
      // What a client would write; a lone surrogate cannot be written at all.
      encodeURIComponent(Buffer.from(text).toString()),
    );
    for (const name of withId) {
      await fc.assert(
        fc.asyncProperty(id, (given) => {
          const path = routes[name].path.replace(/\{\w+\}/g, given);
          return expectNoFailure(routes[name].method, path, exampleRequests(name, seed)[0]?.body);
        }),
        { numRuns: 2 },
      );
    }
  });

  test("and everything that was kept can be listed afterwards", async () => {
    const lists = operations.filter(
      (name) => name.startsWith("list") && !routes[name].path.includes("{"),
    );
    for (const name of lists)
      expect((await project.send("GET", routes[name].path)).status).toBe(200);
  });
});

function toQuery(given: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, text] of Object.entries(given)) search.set(name, text ?? "");
  return search.toString();
}

describe("a request that is refused stores nothing of what it carries", () => {
  const event = { event_type: "tool", inputs: {} };
  const model = { model: "m" };
  const broken = fc.constantFrom<unknown>(
    { event_type: "unknown", inputs: {} },
    { event_type: "tool" },
    { ...event, start_time: "yesterday" },
    { ...event, metadata: [] },
    "no event",
    null,
  );
  const carriers: readonly (readonly [string, (items: readonly unknown[]) => object])[] = [
    ["/v1/events/batch", (events) => ({ events, single_session: true })],
    ["/events/batch", (events) => ({ events, is_single_session: true })],
    ["/session/a-session/traces", (logs) => ({ logs })],
    ["/v1/sessions/a-session/events/batch", (events) => ({ events })],
    [
      "/events/model/batch",
      (items) => ({ model_events: items.map((item) => (item === event ? model : item)) }),
    ],
  ];
  test.each(carriers)("%s", async (path, toBody) => {
    const own = server.newProject();
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.nat(3), broken, async (before, after, bad) => {
        const good = (count: number): unknown[] => Array.from({ length: count }, () => event);
        const items = [...good(before), bad, ...good(after)];
        const countStored = async (): Promise<number> =>
          (await own.call("searchEvents", { body: {} })).count;
        const stored = await countStored();
        const response = await own.send("POST", path, toBody(items));
        // Model events take whatever is an object.
        if (path === "/events/model/batch" && response.status === 200) return;
        expect(response.status).toBe(400);
        expect(await countStored()).toBe(stored);
      }),
      { numRuns: 6 },
    );
  });

  test("rows of a dataset", async () => {
    const own = server.newProject();
    const { result } = await own.call("createDataset", { body: {} });
    const path = `/v1/datasets/${result.insertedId}/datapoints`;
    const body = { data: [{ q: 1 }, "no row"], mapping: { inputs: ["q"] } };
    expect((await own.send("POST", path, body)).status).toBe(400);
    const unknown = await own.send("POST", "/v1/datasets/unknown/datapoints", {
      ...body,
      data: [{ q: 1 }],
    });
    expect(unknown.status).toBe(404);
    expect((await own.call("listDatapoints", {})).datapoints).toEqual([]);
  });
});
