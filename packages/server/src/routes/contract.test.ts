import { routes, type OperationName } from "@honeyhive/contract";
import { afterAll, describe, expect, test } from "vitest";

import { exampleRequests } from "../testing/example-requests.js";
import { startJudge } from "../testing/judge.js";
import { seedProject } from "../testing/seed-project.js";
import { startTestServer } from "../testing/test-server.js";

const model = await startJudge();
const server = await startTestServer({ modelEndpoint: model.endpoint });
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
});

// The keys of the table.
const operations = Object.keys(routes) as OperationName[];
const seeded = server.newProject();
const seed = await seedProject(seeded);

// Projects are made and deleted by the server's own key.
const headersFor = (operation: OperationName): Record<string, string> =>
  operation === "createProject" || operation === "deleteProject"
    ? { authorization: `Bearer ${server.apiKey}` }
    : {};

describe("every path of the table takes a good request and answers as the document says", () => {
  const happensOnce = (operation: OperationName): boolean =>
    routes[operation].method === "DELETE" || operation === "createProject";
  test.each(operations.filter((operation) => !happensOnce(operation)))("%s", async (operation) => {
    for (const { method, path, body } of exampleRequests(operation, seed)) {
      const response = await seeded.send(method, path, body, headersFor(operation));
      expect([path, response.status]).toEqual([path, routes[operation].status]);
    }
    expect([...server.seen].some((seen) => seen.startsWith(`${operation} `))).toBe(true);
  });

  test.each(operations.filter(happensOnce))("%s", async (operation) => {
    const paths = exampleRequests(operation, seed).length;
    for (let index = 0; index < paths; index += 1) {
      // What is deleted must be there, and a deleted project is gone for all other tests.
      const own = await seedProject(operation === "deleteProject" ? server.newProject() : seeded);
      const request = exampleRequests(operation, own)[index];
      if (request === undefined) throw new Error("Expected a request for each path.");
      const { method, path, body } = request;
      const response = await seeded.send(method, path, body, headersFor(operation));
      expect([path, response.status]).toEqual([path, 200]);
    }
    expect([...server.seen].some((seen) => seen.startsWith(`${operation} `))).toBe(true);
  });
});

test("the search takes one spelling of everything, and says which field it does not take", async () => {
  const statusAndField = async (body: object): Promise<unknown[]> => {
    const response = await seeded.send("POST", "/v1/events/search", body);
    const { field } = (await response.json()) as { field?: string };
    return [response.status, field];
  };
  expect(await statusAndField({ projections: ["inputs"] })).toEqual([400, "projections"]);
  expect(await statusAndField({ limit: 1001 })).toEqual([400, "limit"]);
  expect(await statusAndField({ page: 1e15 })).toEqual([400, "page"]);
  expect(await statusAndField({ dateRange: { $gte: "2026-01-01" } })).toEqual([
    400,
    "dateRange.start_time",
  ]);
  const day = { start_time: "2026-01-01T00:00:00Z", end_time: "2026-01-02T00:00:00+01:00" };
  expect(await statusAndField({ dateRange: day, ignore_order: true })).toEqual([200, undefined]);
});

test("a range of time that is not understood is refused, and not taken for all times", async () => {
  const ranges = [
    [{ relative: "7y" }, "dateRange.relative"],
    [{ relative: "" }, "dateRange.relative"],
    [{ relative: `${"9".repeat(400)}d` }, "dateRange.relative"],
    [{ $gt: 1 }, "dateRange"],
    [{ $gte: "soon" }, "dateRange.$gte"],
    [{ $gte: "2026-13-45" }, "dateRange.$gte"],
  ] as const;
  for (const [dateRange, field] of ranges) {
    const text = encodeURIComponent(JSON.stringify(dateRange));
    const answers = await Promise.all([
      seeded.send("POST", "/v1/events/export", { dateRange }),
      seeded.send("POST", "/v1/datapoints/batch", { selectAll: true, dateRange }),
      seeded.send("GET", `/v1/runs?dateRange=${text}`),
      seeded.send("GET", `/v1/events/chart?dateRange=${text}`),
    ]);
    const bodies = await Promise.all(answers.map((answer) => answer.json() as Promise<object>));
    expect(bodies).toMatchObject(bodies.map(() => ({ statusCode: 400, field })));
  }
  const chart = { name: "c", metric: "duration", dateRange: { relative: "7y" } };
  const kept = await seeded.send("POST", "/v1/charts", chart);
  expect(await kept.json()).toMatchObject({ statusCode: 400, field: "dateRange.relative" });
});

test("the field that is wrong is named where it is, also inside of what older clients wrap", async () => {
  const fieldOf = async (path: string, body: object): Promise<unknown> => {
    const answer = (await (await seeded.send("POST", path, body)).json()) as { field?: string };
    return answer.field;
  };
  expect(await fieldOf("/events", { event: { inputs: {} } })).toBe("event.event_type");
  expect(await fieldOf("/events", { event: "no JSON" })).toBe("event");
  expect(await fieldOf("/events", { inputs: {} })).toBe("event_type");
  expect(await fieldOf("/session/start", { session: [] })).toBe("session");
  expect(await fieldOf("/session/start", { session: { inputs: 1 } })).toBe("session.inputs");
  expect(await fieldOf("/events/model", { model_event: { config: 1 } })).toBe("model_event.config");
  const changes = [{ session: { inputs: 1 } }, { event_id: "e", metrics: 1 }];
  const place = (index: number): object => ({ changes: changes.slice(index, index + 1) });
  expect(await fieldOf("/v1/sessions/batch", place(0))).toBe("changes.0.session.inputs");
  expect(await fieldOf("/v1/sessions/batch", place(1))).toBe("changes.0.metrics");
});

test("a session's id asks for its tree as well, as it did in the first generation", async () => {
  const event = { event_id: seed.session_id };
  const answer = await seeded.call("getEvent", { params: event });
  expect(answer).toMatchObject({ event, session_id: seed.session_id });
  expect(answer.children?.map(({ event_id }) => event_id)).toContain(seed.event_id);
});

test("the document is served, and its reference page needs nothing from elsewhere", async () => {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    openapi: string;
    paths: Record<string, unknown>;
  };
  expect(document.openapi).toBe("3.1.0");
  expect(document.paths).toHaveProperty(["/v1/sessions/{session_id}", "get"]);
  const page = await fetch(`${server.url}/docs`, { headers: { accept: "text/html" } });
  const text = await page.text();
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(text).toContain("/v1/sessions/{session_id}");
  expect(text).not.toMatch(/<script|https?:\/\/|src=/);
});
