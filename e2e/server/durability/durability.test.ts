import { makeTemporaryDirectory } from "@honeyhive/testing";
import { afterAll, expect, test } from "vitest";

import { exportAllEvents } from "../../support/export-all-events.js";
import {
  expectAcknowledged,
  expectEverything,
  keptOf,
  listSessionIds,
  until,
  untilKillPoint,
} from "./expect-kept.js";
import { lastLookMs, seeds, timeoutMs } from "./kill-points.js";
import { Load } from "./load.js";
import { startServerProcess } from "./server-process.js";

const directory = await makeTemporaryDirectory();
let server = await startServerProcess(directory.path);
const everything = new Set<string>();
const allSessions = new Set<string>();

afterAll(async () => {
  await server.kill();
  await directory[Symbol.asyncDispose]();
});

async function expectAll(load: Load): Promise<void> {
  await expectEverything(load, server);
  for (const id of load.sent) everything.add(id);
  for (const id of load.sentSessions) allSessions.add(id);
}

test.each(seeds)(
  "keeps what it acknowledged when it is killed at a random point, seed %i",
  async (seed) => {
    const load = new Load(server, seed);
    const running = load.run("finish-later");
    await untilKillPoint(load, seed);
    await server.kill();
    await running;
    server = await startServerProcess(directory.path);
    expectAcknowledged(load, await keptOf(load, server));
    await expectAll(load);
  },
  timeoutMs,
);

test.each(seeds)(
  "keeps it when its store is killed at a random point, and goes on, seed %i",
  async (seed) => {
    const load = new Load(server, seed + 1_000_000);
    const running = load.run("send-again");
    await untilKillPoint(load, seed);
    server.killStoreHost();
    const batchesAtKill = load.batchCount;
    await until(() => load.batchCount > batchesAtKill + 5);
    load.stop();
    await running;
    expectAcknowledged(load, await keptOf(load, server));
    await expectAll(load);
  },
  timeoutMs,
);

test("has nothing twice and nothing else after all that", { timeout: lastLookMs }, async () => {
  const events = await exportAllEvents(server.client);
  const spans = events.filter((event) => event.event_type !== "session");
  expect(spans.filter((event) => !everything.has(event.event_id))).toEqual([]);
  expect(spans.length).toBe(everything.size);
  const sessions = events.filter((event) => event.event_type === "session");
  expect(sessions.map((event) => event.event_id).toSorted()).toEqual([...allSessions].toSorted());
  expect((await listSessionIds(server)).toSorted()).toEqual([...allSessions].toSorted());
});
