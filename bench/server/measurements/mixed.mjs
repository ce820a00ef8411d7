import { quantile, sendEvents } from "../lib/send.mjs";
import { apiQueries, uiQueries } from "./queries.mjs";

/** Full ingest while somebody uses the UI, and one heavy query runs all the time. */
export async function measureMixed(server, { events, first, sample }) {
  const queries = { ...uiQueries(sample), ...apiQueries(sample) };
  const times = [];
  let isDone = false;
  await server.loopDelay();
  const ingest = sendEvents(server, { first, count: events, batchSize: 500, clients: 8 }).finally(
    () => (isDone = true),
  );
  const heavy = repeat(() => queries["substring of all outputs"](server, 0));
  const screen = repeat(async () => {
    const startMs = performance.now();
    await queries["sessions, first page"](server, 0);
    times.push(performance.now() - startMs);
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  const { seconds, latencies } = await ingest;
  await Promise.all([heavy, screen]);
  const { p99, max } = await server.loopDelay();
  return {
    eventsPerSecond: events / seconds,
    ingestP50Ms: quantile(latencies, 0.5),
    ingestP99Ms: quantile(latencies, 0.99),
    sessionsP50Ms: quantile(times, 0.5),
    sessionsP95Ms: quantile(times, 0.95),
    loopP99Ms: p99,
    loopMaxMs: max,
  };

  async function repeat(work) {
    while (!isDone) await work();
  }
}
