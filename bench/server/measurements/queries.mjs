import { quantile } from "../lib/send.mjs";

/** What the screens of the UI ask, and a scan of text. `sample` names a session, an event and two runs. */
export function uiQueries({ sessionId, eventId, runIds }) {
  const exportEvents = (body) => (server) => server.call("POST", "/v1/events/export", body);
  const isSession = { field: "event_type", operator: "is", value: "session" };
  return {
    "sessions, first page": exportEvents({ filters: [isSession], limit: 100, page: 1 }),
    "sessions, fifth page": exportEvents({ filters: [isSession], limit: 100, page: 5 }),
    "failed events": exportEvents({
      filters: [{ field: "error", operator: "exists" }],
      limit: 100,
      page: 1,
    }),
    "sessions by name": exportEvents({
      filters: [isSession, { field: "event_name", operator: "contains", value: "plan" }],
      limit: 100,
      page: 1,
    }),
    "events by metadata": exportEvents({
      filters: [{ field: "metadata.tenant", operator: "is", value: "tenant-7" }],
      limit: 100,
      page: 1,
    }),
    "substring of all outputs": exportEvents({
      filters: [{ field: "outputs.content", operator: "contains", value: "no such text" }],
      limit: 100,
      page: 1,
    }),
    "one session": (server) => server.call("GET", `/v1/sessions/${sessionId}`),
    "one event": (server) => server.call("GET", `/v1/events/${eventId}`),
    runs: (server) => server.call("GET", "/v1/runs"),
    "run result": (server) => server.call("GET", `/v1/runs/${runIds[0]}/result`),
    "run metrics": (server) => server.call("GET", `/v1/runs/${runIds[0]}/metrics`),
    "comparison of two runs": (server) =>
      server.call("GET", `/v1/runs/${runIds[0]}/compare-with/${runIds[1]}`),
  };
}

/** Each query alone: the first time after the start, then warm. */
export async function measureQueries(server, { sample, rounds }) {
  const rows = [];
  for (const [name, ask] of Object.entries(uiQueries(sample))) {
    const times = [];
    // A scan takes seconds: twice warm says enough.
    const warmRounds = name.startsWith("substring") ? Math.min(rounds, 2) : rounds;
    for (let round = 0; round <= warmRounds; round++) {
      const startMs = performance.now();
      await ask(server);
      times.push(performance.now() - startMs);
    }
    const [coldMs, ...warm] = times;
    rows.push({ name, coldMs, p50Ms: quantile(warm, 0.5), p95Ms: quantile(warm, 0.95) });
  }
  return rows;
}
