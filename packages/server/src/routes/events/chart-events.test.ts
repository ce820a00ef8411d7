import { afterAll, expect, test } from "vitest";

import { borrowTestServer } from "../../testing/test-server.js";

const server = await borrowTestServer();
afterAll(() => server[Symbol.asyncDispose]());

const day = Date.UTC(2026, 4, 4);
const hourMs = 3_600_000;
const project = server.newProject();
const events = [
  { atMs: day, duration: 10, model: "a", good: true },
  { atMs: day + 1, duration: 30, model: "b", good: false },
  { atMs: day + hourMs, duration: 50, model: "a", good: true },
  { atMs: day + 30 * hourMs, duration: 70, model: "a", good: undefined },
];
await project.call("createEvents", {
  body: {
    events: events.map(({ atMs, duration, model, good }) => ({
      event_type: "model" as const,
      inputs: {},
      start_time: atMs,
      duration,
      config: { model },
      metrics: good === undefined ? {} : { good },
    })),
  },
});
const models = JSON.stringify([{ field: "event_type", operator: "is", value: "model" }]);
const at = (ms: number): string => new Date(ms).toISOString();

test("numbers over time, by hour, day, week and month", async () => {
  const points = async (bucket: string): Promise<unknown> => {
    const query = { filters: models, bucket };
    const { events: found, totalEvents } = await project.call("chartEvents", { query });
    expect(totalEvents).toBe(4);
    return found.map(({ bucket: start, value, count }) => [start, value, count]);
  };
  expect(await points("hours")).toEqual([
    [at(day), 20, 2],
    [at(day + hourMs), 50, 1],
    [at(day + 30 * hourMs), 70, 1],
  ]);
  expect(await points("1d")).toEqual([
    [at(day), 30, 3],
    [at(day + 24 * hourMs), 70, 1],
  ]);
  expect(await points("week")).toEqual([[at(day), 40, 4]]);
  expect(await points("1M")).toEqual([[at(Date.UTC(2026, 4, 1)), 40, 4]]);
});

test("of a metric what is a number", async () => {
  const own = server.newProject();
  const scores = ["NaN", "Infinity", "-inf", "none", 1, 3];
  const shared = { event_type: "model" as const, inputs: {}, start_time: day, duration: 1 };
  const body = { events: scores.map((score) => ({ ...shared, metrics: { score } })) };
  await own.call("createEvents", { body });
  for (const [aggregation, value] of [
    ["avg", 2],
    ["max", 3],
    ["sum", 4],
  ] as const) {
    const query = { bucket: "day", metric: "score", filters: models, aggregation };
    const { events: found } = await own.call("chartEvents", { query });
    expect(found).toEqual([{ bucket: at(day), value, count: 6 }]);
  }
});

test("filters as axios writes them", async () => {
  const filter = { field: "config.model", operator: "is", value: "b" };
  const query = new URLSearchParams(
    Object.entries(filter).map(([name, text]): [string, string] => [`filters[0][${name}]`, text]),
  );
  const response = await project.send("GET", `/v1/events/chart?${query.toString()}`);
  expect(await response.json()).toMatchObject({ totalEvents: 1 });
});

test("a metric by its name, with what has none left out of the value, and by group", async () => {
  const query = { filters: models, bucket: "month", metric: "good", groupBy: "config.model" };
  const { events: found } = await project.call("chartEvents", { query });
  expect(found.map(({ group, value, count }) => [group, value, count])).toEqual([
    ["a", 1, 3],
    ["b", 0, 1],
  ]);
  const unmeasured = { ...query, metric: "nothing" };
  const { events: none } = await project.call("chartEvents", { query: unmeasured });
  expect(none.map(({ value }) => value)).toEqual([null, null]);
});

test("a chart that is kept shows the same", async () => {
  const { data } = await project.call("createChart", {
    body: {
      name: "slowest",
      metric: "duration",
      func: "max",
      dateRange: { $gte: day, $lte: day + hourMs },
      query: [{ field: "event_type", operator: "is", value: "model", type: "string" }],
    },
  });
  const params = { chart_id: data.id };
  expect(await project.call("getChartData", { params })).toEqual({
    events: [{ bucket: at(day), value: 50, count: 3 }],
    totalEvents: 3,
  });
  await project.call("updateChart", { params, body: { func: "count" } });
  const { events: counted } = await project.call("getChartData", { params });
  expect(counted).toEqual([{ bucket: at(day), value: 3, count: 3 }]);
});

test.each([
  ["bucket=fortnight", "bucket"],
  ["aggregation=mode", "aggregation"],
  ["groupBy=nothing", "groupBy"],
  ["only_experiments=perhaps", "only_experiments"],
])("%s is refused, naming the field", async (query, field) => {
  const response = await project.send("GET", `/v1/events/chart?${query}`);
  expect(await response.json()).toMatchObject({ statusCode: 400, field });
});

test("a chart is kept only where it can be answered", async () => {
  const project = server.newProject();
  const chart = { name: "later", metric: "duration" };
  const $lte = "2026-05-05T00:00:00Z";
  const { data } = await project.call("createChart", { body: chart });
  const path = `/v1/charts/${data.id}`;
  const filter = { field: "duration", operator: "greater than", value: 1, type: "number" };
  for (const [wrong, field] of [
    [{ dateRange: { $gte: "no date", $lte } }, "dateRange.$gte"],
    [{ dateRange: { $gte: $lte, $lte: "" } }, "dateRange.$lte"],
    [{ dateRange: { relative: "soon" } }, "dateRange.relative"],
    [{ groupBy: "nothing" }, "groupBy"],
    [{ query: [filter, { ...filter, field: "nothing" }] }, "query.1.field"],
    [{ query: [{ ...filter, value: "long" }] }, "query.0.value"],
  ] as const) {
    for (const [method, place, body] of [
      ["POST", "/v1/charts", { ...chart, ...wrong }],
      ["PUT", path, wrong],
    ] as const) {
      const response = await project.send(method, place, body);
      expect([method, response.status, await response.json()]).toMatchObject([
        method,
        400,
        { field, message: expect.stringContaining(field) as string },
      ]);
    }
  }
  expect((await project.call("listCharts", {})).data).toEqual([data]);
  const kept = await project.call("updateChart", {
    params: { chart_id: data.id },
    body: { dateRange: { $gte: Date.UTC(2026, 4, 4), $lte } },
  });
  expect(kept.data.dateRange).toEqual({ $gte: Date.UTC(2026, 4, 4), $lte });
});
