import { quantile } from "../lib/send.mjs";
import { evictFiles } from "../lib/stores.mjs";
import { startServer } from "../lib/processes.mjs";

const dayMs = 86_400_000;
const isSession = { field: "event_type", operator: "is", value: "session" };

/** What the screens of the UI ask. `sample` names two runs, and sessions and events of different days. */
export function uiQueries({ sessionIds, eventIds, runIds }) {
  const sessions = (page, ...filters) =>
    exportEvents(() => ({ filters: [isSession, ...filters], limit: 100, page, totalUpTo: 1000 }));
  const get = (path) => (server, round) => server.call("GET", path(round));
  return {
    "sessions, first page": sessions(1),
    "sessions, fifth page": sessions(5),
    "sessions by name": sessions(1, {
      field: "event_name",
      operator: "contains",
      value: "sess",
    }),
    "sessions of a name that none has": sessions(1, {
      field: "event_name",
      operator: "contains",
      value: "nobody",
    }),
    "sessions with errors": sessions(1, { field: "error", operator: "exists" }),
    "one session": get((round) => `/v1/sessions/${sessionIds[round % sessionIds.length]}`),
    "one event": get((round) => `/v1/events/${eventIds[round % eventIds.length]}`),
    runs: get(() => "/v1/runs?limit=100"),
    "run result": get(() => `/v1/runs/${runIds[0]}/result`),
    "comparison of two runs": get(() => `/v1/runs/${runIds[0]}/compare-with/${runIds[1]}`),
  };
}

/** What programs ask besides: everything that matches is counted, unless it says otherwise. */
export function apiQueries({ runIds }) {
  const text = (value) => ({ field: "outputs.content", operator: "contains", value });
  const tenant = (round) => ({
    field: "metadata.tenant",
    operator: "is",
    value: `tenant-${round % 500}`,
  });
  return {
    "sessions, all counted": exportEvents(() => ({ filters: [isSession], limit: 100 })),
    "failed events, all counted": exportEvents(() => ({
      filters: [{ field: "error", operator: "exists" }],
      limit: 100,
    })),
    "events by metadata, to 1,000": exportEvents((round) => ({
      filters: [tenant(round)],
      limit: 100,
      totalUpTo: 1000,
    })),
    "events by metadata, all counted": exportEvents((round) => ({
      filters: [tenant(round)],
      limit: 100,
    })),
    "percentiles by hour, 14 days": (server) =>
      server.call("GET", "/v1/events/chart?bucket=hour&aggregation=p95&metric=duration"),
    "run metrics": (server) => server.call("GET", `/v1/runs/${runIds[0]}/metrics`),
    // Words that are in many outputs, and none of them: the engine remembers where a text is not.
    "substring of all outputs": exportEvents((round) => ({
      filters: [text(`no such text ${String.fromCharCode(97 + (round % 26))}`)],
      limit: 100,
    })),
  };
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
      const body = { filters, dateRange: { $lte }, limit: 1, totalUpTo: 1 };
      const { events } = await server.call("POST", "/v1/events/export", body);
      ids.push(...events.map(({ event_id }) => event_id));
    }
  }
  return { runIds, sessionIds, eventIds };
}

/**
 * Each query alone. Warm: many times, after two that do not count. Cold: the first time of a server that has just
 * started, with the store's files out of the system's cache.
 */
export async function measureQueries(folder, { runIds, rounds, coldRounds, only = /./ }) {
  const start = () => startServer(folder);
  let server = await start();
  const sample = await sampleStore(server, { runIds });
  const all = Object.entries({ ...uiQueries(sample), ...apiQueries(sample) });
  const queries = Object.fromEntries(all.filter(([name]) => only.test(name)));
  const times = Object.fromEntries(
    Object.keys(queries).map((name) => [name, { warm: [], cold: [] }]),
  );
  for (const [name, ask] of Object.entries(queries)) {
    // A scan takes seconds: three times say enough.
    const wanted = name.startsWith("substring") ? Math.min(rounds, 3) : rounds;
    await ask(server, 0);
    await ask(server, 1);
    const before = cpuOf(server);
    for (let round = 2; round < wanted + 2; round++) {
      times[name].warm.push(await timeOf(() => ask(server, round)));
    }
    times[name].cpuMs = ((cpuOf(server) - before) * 1000) / wanted;
  }
  const memory = server.memory();
  await server.stop();
  for (let round = 0; round < coldRounds; round++) {
    server = await start();
    for (const [name, ask] of Object.entries(queries)) {
      await evictFiles(folder);
      times[name].cold.push(await timeOf(() => ask(server, 100 + round)));
    }
    await server.stop();
  }
  const rows = Object.entries(times).map(([name, { warm, cold, cpuMs }]) => ({
    name,
    warmCpuMs: cpuMs,
    warmP50Ms: quantile(warm, 0.5),
    warmP95Ms: quantile(warm, 0.95),
    coldP50Ms: quantile(cold, 0.5),
    coldP95Ms: quantile(cold, 0.95),
  }));
  return { rows, memory };
}

/** Seconds of server and store together: unlike times, they do not suffer from others on the machine. */
function cpuOf(server) {
  const { server: own, store } = server.cpu();
  return own + store;
}

async function timeOf(work) {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}
