import { createClient } from "@honeyhive/contract";
import { makeTemporaryDirectory, startClickHouse, waitFor } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import type { SeedSpan } from "../web/otlp.js";
import type { SeedServer } from "../web/seed.js";
import { sendUntilTaken } from "./send-until-taken.js";
import { startServe, type Serve } from "./start-serve.js";

const writers = 6;
const batchesEach = 8;
const spansEach = 20;
const startMs = Date.UTC(2026, 5, 1);

interface Progress {
  batches: number;
  refusals: number;
}

test("servers over a cluster lose nothing that they acknowledged and show nothing twice, whoever is killed", async () => {
  await using directory = await makeTemporaryDirectory();
  await using clickhouse = await startClickHouse({ shards: 2 });
  const options = { store: clickhouse.storeUrl("honeyhive"), apiKey: "key-of-the-test" };
  // At the same moment: one of them migrates, the other one waits for it.
  const [first, second] = await Promise.all(
    ["first", "second"].map((name) =>
      startServe({ ...options, dataDir: `${directory.path}/${name}` }),
    ),
  );
  await using one = expectServer(first);
  await using other = expectServer(second);
  const [, shard] = clickhouse.nodes;
  if (shard === undefined) throw new TypeError("Expected two shards.");

  const progress: Progress = { batches: 0, refusals: 0 };
  const written = Promise.all(
    Array.from({ length: writers }, (_, writer) =>
      write(writer % 2 === 0 ? [one, other] : [other, one], writer, progress),
    ),
  );
  await reach("some batches", () => progress.batches >= 6);
  await shard.kill();
  await reach(
    "a refusal",
    () => progress.refusals > 0 || progress.batches === writers * batchesEach,
  );
  await one.kill();
  await shard.start();
  await written;

  expect(progress.batches).toBe(writers * batchesEach);
  await using restarted = await startServe({ ...options, dataDir: `${directory.path}/first` });
  for (const server of [other, restarted]) await expectEverythingOnce(server);
});

/** A shard that is gone is said to be gone, not taken for an empty one. */
test("a server over a cluster answers no question by half when a shard is gone", async () => {
  await using directory = await makeTemporaryDirectory();
  await using clickhouse = await startClickHouse({ shards: 2 });
  const options = { store: clickhouse.storeUrl("honeyhive"), apiKey: "key-of-the-test" };
  await using server = await startServe({ ...options, dataDir: directory.path });
  await sendUntilTaken([server], spansOf(0, 0));
  await clickhouse.nodes[1]?.kill();
  const response = await fetch(`${server.url}/v1/events/export`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.apiKey}`, "content-type": "application/json" },
    body: "{}",
  });
  expect(response.status).toBe(503);
});

async function write(
  servers: readonly SeedServer[],
  writer: number,
  progress: Progress,
): Promise<void> {
  for (let batch = 0; batch < batchesEach; batch++) {
    await sendUntilTaken(servers, spansOf(writer, batch), () => (progress.refusals += 1));
    progress.batches += 1;
  }
}

async function expectEverythingOnce({ url, apiKey }: SeedServer): Promise<void> {
  const call = createClient({ serverUrl: url, apiKey });
  const events = await exportAllEvents(call);
  const sessions = events.filter((event) => event.event_id === event.session_id);
  const spans = events.filter((event) => event.event_id !== event.session_id);
  expect(sessions).toHaveLength(writers * batchesEach);
  expect(spans).toHaveLength(writers * batchesEach * spansEach);
  expect(new Set(spans.map((event) => event.metadata["mark"])).size).toBe(spans.length);
  expect(new Set(events.map((event) => event.event_id)).size).toBe(events.length);
  const { totalEvents } = await call("exportEvents", { body: { limit: 1 } });
  expect(totalEvents).toBe(events.length);
  // Sums, which one row too many would change.
  const counts = sessions.map((session) => session.metadata["num_events"]);
  expect(new Set(counts)).toEqual(new Set([spansEach]));
}

/** A trace of its own, and so a session of its own, for each batch. */
function spansOf(writer: number, batch: number): SeedSpan[] {
  const traceId = `${writer}${batch}`.padStart(32, "f");
  return Array.from({ length: spansEach }, (_, index) => ({
    traceId,
    spanId: `${writer}${batch}${index}`.padStart(16, "e"),
    name: "step",
    startMs: startMs + batch * 1000 + index,
    endMs: startMs + batch * 1000 + index + 5,
    attributes: { "honeyhive_metadata.mark": `${writer}/${batch}/${index}` },
  }));
}

function reach(what: string, isReached: () => boolean): Promise<true> {
  const find = (): true | undefined => isReached() || undefined;
  return waitFor({ what, find, describe: () => "less", timeoutMs: 60_000 });
}

function expectServer(server: Serve | undefined): Serve {
  if (server === undefined) throw new TypeError("Expected a server.");
  return server;
}
