import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { startServer } from "../lib/processes.mjs";
import { quantile, sendEvents } from "../lib/send.mjs";

export const shapes = [
  { batchSize: 1, clients: 64, share: 0.1 },
  { batchSize: 100, clients: 16, share: 1 },
  { batchSize: 5000, clients: 4, share: 1 },
];

/** Sent before what is measured: code is compiled by then, and new parts meet others. */
const warmUpShare = 0.5;

/** Each shape has a server and a store of its own, so that none pays for merging what another has sent. */
export async function measureIngest(folder, { events, encoding, batches, profile }) {
  const rows = [];
  const memory = {};
  let dataDir;
  for (const shape of shapes.filter(({ batchSize }) => batches.includes(batchSize))) {
    dataDir = join(folder, `batches-of-${shape.batchSize}`);
    await mkdir(dataDir);
    const server = await startServer(dataDir, profile);
    memory.idle ??= server.memory();
    rows.push(await measureShape(server, shape, Math.round(events * shape.share), encoding));
    memory[`after batches of ${shape.batchSize}`] = server.memory();
    await server.stop();
  }
  return { rows, memory, dataDir };
}

/** CPU that server and store spend together: until events are acknowledged as durable, and until they are merged. */
async function measureShape(server, { batchSize, clients }, count, encoding) {
  const send = (first, of) =>
    sendEvents(server, { first, count: of, batchSize, clients, encoding });
  const warmUp = Math.round(count * warmUpShare);
  await send(0, warmUp);
  await untilIdle(server);
  await server.loopDelay();
  const before = server.cpu();
  const sent = await send(warmUp, count);
  const answered = server.cpu();
  const { p99 } = await server.loopDelay();
  const isIdle = await untilIdle(server);
  const merged = server.cpu();
  const usPerEvent = (seconds) => (seconds / count) * 1e6;
  const [untilAnswered, untilMerged] = [answered, merged].map((cpu) => sumOf(cpu) - sumOf(before));
  return {
    batchSize,
    clients,
    eventsPerCore: count / untilMerged,
    untilAnswered: count / untilAnswered,
    serverUsPerEvent: usPerEvent(answered.server - before.server),
    storeUsPerEvent: usPerEvent(answered.store - before.store),
    afterwardsUsPerEvent: usPerEvent(untilMerged - untilAnswered),
    isIdle,
    eventsPerSecond: count / sent.seconds,
    p50Ms: quantile(sent.latencies, 0.5),
    p99Ms: quantile(sent.latencies, 0.99),
    refused: sent.refused,
    loopP99Ms: p99,
  };
}

function sumOf({ server, store }) {
  return server + store;
}

/** Of a core, for some seconds one after the other: nobody sends and nothing is merged. */
const idleShare = 0.04;
/** Longer than `fetch` keeps connections: none is used again in the moment in which the server closes it. */
const quietLongEnough = 5;
const longestSeconds = 15;

async function untilIdle(server) {
  let used = sumOf(server.cpu());
  let quietSeconds = 0;
  for (let seconds = 0; seconds < longestSeconds && quietSeconds < quietLongEnough; seconds++) {
    await sleep(1000);
    const now = sumOf(server.cpu());
    quietSeconds = now - used < idleShare ? quietSeconds + 1 : 0;
    used = now;
  }
  return quietSeconds === quietLongEnough;
}
