import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startServer } from "../../server/lib/processes.mjs";
import { startSink } from "../../tracing/lib/sink-client.mjs";

/** Where a contestant sends to; `settle` says what has come there of an evaluation, and ends it. */
export const targets = {
  /** A sink that answers as our server does. */
  sink: (settings) => openSink({ takesBatches: true, ...settings }),
  /** A sink that answers as HoneyHive's own server does: a request for each start and each update. */
  hosted: (settings) => openSink({ takesBatches: false, ...settings }),
  /** Our server over a store on disk, in processes of its own. */
  server: openServer,
};

async function openSink(settings) {
  const sink = await startSink();
  await sink.reset(settings);
  return {
    url: sink.url,
    apiKey: "key",
    settle: async () => {
      const counts = await sink.counts();
      sink.close();
      return counts;
    },
  };
}

async function openServer() {
  const folder = await mkdtemp(join(tmpdir(), "bench-evaluate-server-"));
  const server = await startServer(folder);
  const count = async (type) => {
    const filters = [{ field: "event_type", operator: "is", value: type }];
    const { totalEvents } = await server.call("POST", "/v1/events/export", { filters, limit: 1 });
    return totalEvents;
  };
  return {
    url: server.url,
    apiKey: server.headers.authorization.replace("Bearer ", ""),
    settle: async () => {
      const [sessions, chains, tools] = [
        await count("session"),
        await count("chain"),
        await count("tool"),
      ];
      const cpu = server.cpu();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
      return { spans: chains + tools, sessions, serverCpuS: cpu.server, storeCpuS: cpu.store };
    },
  };
}
