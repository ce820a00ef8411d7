import { quantile } from "../lib/send.mjs";
import { evictFiles } from "../lib/stores.mjs";
import { startServer } from "../lib/processes.mjs";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const isSession = { field: "event_type", operator: "is", value: "session" };

/** What the screens of the UI ask. `sample` names runs and a dataset, and sessions and events of different days. */
export function uiQueries({ sessionIds, eventIds, runIds, datasetId, newestMs }) {
  const sessions = (page, ...filters) =>
    exportEvents(() => ({ filters: [isSession, ...filters], limit: 50, page, totalUpTo: 200 }));
  const get = (path) => (server, round) => server.call("GET", path(round));
  const contains = (field, value) => ({ field, operator: "contains", value });
  return {
    "sessions, first page": sessions(1),
    "sessions, fifth page": sessions(5),
    "sessions by name": sessions(1, contains("event_name", "sess")),
    "sessions of a name that none has": sessions(1, contains("event_name", "nobody")),
    "sessions with errors": sessions(1, { field: "error", operator: "exists" }),
    "sessions of a model that none has": sessions(1, {
      field: "config.model",
      operator: "is",
      value: "none",
    }),
    "sessions by metadata": sessions(1, { field: "metadata.run", operator: "is", value: "none" }),
    "sessions by a text in outputs": sessions(1, contains("outputs", "no such text")),
    "sessions of the last hour": exportEvents(() => ({
      filters: [isSession],
      dateRange: { $gte: Date.now() - 3_600_000 },
      limit: 100,
      totalUpTo: 200,
    })),
    "one session": get((round) => `/v1/sessions/${sessionIds[round % sessionIds.length]}`),
    "one event": get((round) => `/v1/events/${eventIds[round % eventIds.length]}`),
    runs: get(() => "/v1/runs?limit=100"),
    "run result": get(() => `/v1/runs/${runIds[0]}/result`),
    "comparison of two runs": get(() => `/v1/runs/${runIds[0]}/compare-with/${runIds[1]}`),
    // The page of charts opens with the last day.
    "tokens by model, 24 hours": tokensByModel("hour", beginOf(newestMs - dayMs, hourMs)),
    "duration of chains, 24 hours": chart({
      bucket: "hour",
      aggregation: "p95",
      metric: "duration",
      groupBy: "event_name",
      filters: JSON.stringify([{ ...isSession, value: "chain" }]),
      dateRange: JSON.stringify({ $gte: beginOf(newestMs - dayMs, hourMs) }),
    }),
    datasets: get(() => "/v1/datasets"),
    "datapoints of a dataset": get(() => `/v1/datapoints?dataset_id=${datasetId}`),
  };
}

/** What programs ask besides, and wider windows: everything that matches is counted, unless it says otherwise. */
export function apiQueries({ runIds, newestMs }) {
  const text = (value) => ({ field: "outputs.content", operator: "contains", value });
  const tenant = (round) => ({
    field: "metadata.tenant",
    operator: "is",
    value: `tenant-${round % 500}`,
  });
  const p95 = { aggregation: "p95", metric: "duration" };
  return {
    "sessions, all counted": exportEvents(() => ({ filters: [isSession], limit: 100 })),
    "failed events, all counted": exportEvents(() => ({
      filters: [{ field: "error", operator: "exists" }],
      limit: 100,
    })),
    "events by metadata, to 200": exportEvents((round) => ({
      filters: [tenant(round)],
      limit: 100,
      totalUpTo: 200,
    })),
    "events by metadata, all counted": exportEvents((round) => ({
      filters: [tenant(round)],
      limit: 100,
    })),
    "tokens by model, 7 days": tokensByModel("day", beginOf(newestMs - 7 * dayMs, dayMs)),
    "percentiles by hour, 14 days": chart({ bucket: "hour", ...p95 }),
    "percentiles by day and model": chart({ bucket: "day", ...p95, groupBy: "config.model" }),
    "sessions by hour": chart({
      bucket: "hour",
      aggregation: "count",
      filters: JSON.stringify([isSession]),
    }),
    "run metrics": (server) => server.call("GET", `/v1/runs/${runIds[0]}/metrics`),
    // Words that are in many outputs, and none of them: the engine remembers where a text is not.
    "substring of all outputs": exportEvents((round) => ({
      filters: [text(`no such text ${String.fromCharCode(97 + (round % 26))}`)],
      limit: 100,
    })),
  };
}

/** The UI's charts begin with whole stretches of time. */
function beginOf(timeMs, lengthMs) {
  return Math.floor(timeMs / lengthMs) * lengthMs;
}

function tokensByModel(bucket, $gte) {
  return chart({
    bucket,
    aggregation: "sum",
    metric: "metadata.total_tokens",
    groupBy: "config.model",
    filters: JSON.stringify([{ ...isSession, value: "model" }]),
    dateRange: JSON.stringify({ $gte }),
  });
}

function chart(question) {
  return (server) => server.call("GET", `/v1/events/chart?${new URLSearchParams(question)}`);
}

function exportEvents(bodyOf) {
  return (server, round) => server.call("POST", "/v1/events/export", bodyOf(round));
}

/** Sessions and events of different days, found before anything is measured. */
export async function sampleStore(server, { runIds }, count = 8) {
  const sessionIds = [];
  const eventIds = [];
  for (let index = 0; index < count; index++) {
    const $lte = Date.now() - (index * 14 * dayMs) / count;
    for (const [type, ids] of [
      ["session", sessionIds],
      ["model", eventIds],
    ]) {
      const filters = [{ ...isSession, value: type }];
      const body = { filters, dateRange: { $lte }, limit: 20, totalUpTo: 1 };
      const { events } = await server.call("POST", "/v1/events/export", body);
      // Stores that were filled earlier have a few ids with less digits, which the server takes for names.
      const found = events.find(({ event_id }) => event_id.length === 36);
      if (found !== undefined) ids.push(found.event_id);
    }
  }
  const newest = { filters: [isSession], limit: 1, totalUpTo: 1 };
  const { events } = await server.call("POST", "/v1/events/export", newest);
  const newestMs = events[0].start_time;
  return { runIds, sessionIds, eventIds, newestMs, datasetId: await ensureDataset(server) };
}

/** A dataset of a hundred datapoints; the one of an earlier run, if there was one. */
async function ensureDataset(server) {
  const { datasets } = await server.call("GET", "/v1/datasets");
  if (datasets.length > 0) return datasets[0].id;
  const { result } = await server.call("POST", "/v1/datasets", { name: "bench" });
  const dataset_id = result.insertedId;
  for (let index = 0; index < 100; index++) {
    const inputs = { question: `Question ${index}` };
    await server.call("POST", "/v1/datapoints", { inputs, linked_datasets: [dataset_id] });
  }
  return dataset_id;
}

/** A question that takes seconds is asked less often: this long, but no fewer times than that. */
const patience = { warm: { ms: 3000, times: 3 }, cold: { ms: 3000, times: 2 } };

/**
 * Each query alone. Warm: many times, after one or two that do not count. First: the first of
 * these, before which others were asked. Cold: the first time of a server that has just
 * started, with the store's files out of the system's cache.
 */
export async function measureQueries(folder, { runIds, rounds, coldRounds, goalMs, only = /./ }) {
  const start = () => startServer(folder);
  let server = await start();
  const sample = await sampleStore(server, { runIds });
  const ofUi = uiQueries(sample);
  const all = Object.entries({ ...ofUi, ...apiQueries(sample) });
  const queries = Object.fromEntries(all.filter(([name]) => only.test(name)));
  const times = Object.fromEntries(
    Object.keys(queries).map((name) => [name, { warm: [], cold: [] }]),
  );
  for (const [name, ask] of Object.entries(queries)) {
    const { warm } = times[name];
    const firstMs = await timeOf(() => ask(server, 0));
    times[name].firstMs = firstMs;
    if (firstMs === Infinity) warm.push(firstMs);
    else if (firstMs < patience.warm.ms) await timeOf(() => ask(server, 1));
    const before = cpuOf(server);
    for (let round = 0; round < rounds && !isEnough(warm, patience.warm); round++) {
      warm.push(await timeOf(() => ask(server, round + 2)));
    }
    times[name].cpuMs = ((cpuOf(server) - before) * 1000) / warm.length;
  }
  const memory = server.memory();
  await server.stop();
  for (let round = 0; round < coldRounds; round++) {
    server = await start();
    for (const [name, ask] of Object.entries(queries)) {
      const { warm, cold } = times[name];
      if (warm.includes(Infinity) || isEnough(cold, patience.cold)) continue;
      await evictFiles(folder);
      cold.push(await timeOf(() => ask(server, 100 + round)));
    }
    await server.stop();
  }
  const rows = Object.entries(times).map(([name, { warm, cold, cpuMs, firstMs }]) => ({
    name,
    firstMs,
    warmCpuMs: cpuMs,
    warmP50Ms: quantile(warm, 0.5),
    warmP95Ms: quantile(warm, 0.95),
    coldP50Ms: quantile(cold, 0.5),
    coldP95Ms: quantile(cold, 0.95),
    goalMs: name in ofUi ? goalMs : undefined,
    goal: name in ofUi ? (quantile(warm, 0.5) <= goalMs ? "met" : "MISSED") : "none",
  }));
  return { rows, memory };
}

function isEnough(times, { ms, times: least }) {
  if (times.includes(Infinity)) return true;
  return times.length >= least && times.reduce((sum, time) => sum + time, 0) > ms;
}

/** Seconds of server and store together: unlike times, they do not suffer from others on the machine. */
function cpuOf(server) {
  const { server: own, store } = server.cpu();
  return own + store;
}

/** Milliseconds; for ever where the server gave up, which it does after half a minute. */
async function timeOf(work) {
  const startMs = performance.now();
  try {
    await work();
  } catch (error) {
    if (!error.message.includes("QUERY_TIMEOUT")) throw error;
    return Infinity;
  }
  return performance.now() - startMs;
}
