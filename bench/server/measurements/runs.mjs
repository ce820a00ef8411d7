import { sessionIdOf } from "../lib/events.mjs";

/** Two runs of `cases` cases each, so that the screens of runs have something to show. */
export async function seedRuns(server, cases) {
  const runIds = [];
  for (const name of ["baseline", "candidate"]) {
    const { run_id } = await server.call("POST", "/v1/runs", { name });
    runIds.push(run_id);
    for (let start = 0; start < cases; start += 50) {
      const sessions = Array.from({ length: 50 }, (_, index) =>
        server.call("POST", "/v1/sessions", {
          session_name: name,
          metadata: { run_id, datapoint_id: `EXT-${start + index}`, dataset_id: "EXT-bench" },
          metrics: { accuracy: Math.random() > 0.3, relevance: Math.random() },
        }),
      );
      await Promise.all(sessions);
    }
  }
  const { events } = await server.call("POST", "/v1/events/export", {
    filters: [{ field: "session_id", operator: "is", value: sessionIdOf(0) }],
    limit: 5,
  });
  return { runIds, sessionIds: [sessionIdOf(0)], eventIds: [events[0].event_id] };
}
