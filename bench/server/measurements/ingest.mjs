import { quantile, sendEvents } from "../lib/send.mjs";

export const shapes = [
  { batchSize: 1, clients: 64, share: 0.1 },
  { batchSize: 100, clients: 16, share: 1 },
  { batchSize: 5000, clients: 4, share: 1 },
];

/** Events acknowledged as durable for each second of CPU that server and store spend together. */
export async function measureIngest(server, { events, first, encoding, batches }) {
  const rows = [];
  let from = first;
  for (const { batchSize, clients, share } of shapes.filter((shape) =>
    batches.includes(shape.batchSize),
  )) {
    const count = Math.round(events * share);
    await server.loopDelay();
    const before = server.cpu();
    const sent = await sendEvents(server, { first: from, count, batchSize, clients, encoding });
    const after = server.cpu();
    from += count;
    const serverCpu = after.server - before.server;
    const storeCpu = after.store - before.store;
    rows.push({
      batchSize,
      clients,
      eventsPerCore: count / (serverCpu + storeCpu),
      serverUsPerEvent: (serverCpu / count) * 1e6,
      storeUsPerEvent: (storeCpu / count) * 1e6,
      eventsPerSecond: count / sent.seconds,
      p50Ms: quantile(sent.latencies, 0.5),
      p99Ms: quantile(sent.latencies, 0.99),
      refused: sent.refused,
      loopP99Ms: (await server.loopDelay()).p99,
    });
  }
  return { rows, next: from };
}
