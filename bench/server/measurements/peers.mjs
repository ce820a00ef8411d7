import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";

import { createTrees } from "../../tracing/lib/trees.mjs";
import { startPeer } from "../lib/processes.mjs";
import { quantile, sendEvents } from "../lib/send.mjs";
import { shapes } from "./ingest.mjs";

/** Servers for traces of LLM applications that npm alone installs and that take OTLP. */
const peers = { genkit: { "@genkit-ai/telemetry-server": "1.43.0" } };

/** The same requests as `ingest`, each peer in a process of its own. */
export async function measurePeers(dataDir, { events, batches }) {
  const rows = [];
  for (const [name, packages] of Object.entries(peers)) {
    const tree = { treeName: name, packages, imports: [] };
    const { directory } = await createTrees()(tree);
    const peer = await startPeer(name, directory, await mkdtemp(join(dataDir, `${name}-`)));
    let first = 0;
    for (const { batchSize, clients, share } of shapes) {
      if (!batches.includes(batchSize)) continue;
      const count = Math.round(events * share);
      const before = peer.cpu();
      const { seconds, latencies } = await sendEvents(peer, { first, count, batchSize, clients });
      const cpu = peer.cpu() - before;
      first += count;
      rows.push({
        peer: name,
        batchSize,
        clients,
        eventsPerCore: count / cpu,
        usPerEvent: (cpu / count) * 1e6,
        eventsPerSecond: count / seconds,
        p50Ms: quantile(latencies, 0.5),
        p99Ms: quantile(latencies, 0.99),
        residentMb: peer.memory().now,
      });
    }
    await peer.stop();
  }
  return rows;
}
