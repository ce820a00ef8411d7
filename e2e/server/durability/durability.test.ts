import { makeTemporaryDirectory } from "@honeyhive/testing";
import { afterAll, expect, test } from "vitest";

import { exportAllEvents } from "../../support/export-all-events.js";
import {
  eventsOf,
  expectAcknowledged,
  expectEverything,
  until,
  untilKillPoint,
} from "./expect-kept.js";
import { Load } from "./load.js";
import { startServerProcess } from "./server-process.js";

/** HH_KILL_POINTS=100 for the long version, HH_KILL_SEED to repeat one. */
const killPoints = Number(process.env["HH_KILL_POINTS"] ?? 3);
const firstSeed = Number(process.env["HH_KILL_SEED"] ?? Date.now() % 1_000_000);
const seeds = Array.from({ length: killPoints }, (_, index) => firstSeed + index);
/** Of a point; a machine under load takes its time. */
const timeoutMs = 120_000;

const directory = await makeTemporaryDirectory();
let server = await startServerProcess(directory.path);
const everything = new Set<string>();

afterAll(async () => {
  await server.kill();
  await directory[Symbol.asyncDispose]();
});

async function expectAll(load: Load): Promise<void> {
  await expectEverything(load, server);
  for (const id of load.sent) everything.add(id);
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
    expectAcknowledged(load, await eventsOf(load, server));
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
    expectAcknowledged(load, await eventsOf(load, server));
    await expectAll(load);
  },
  timeoutMs,
);

const exportMs = timeoutMs + seeds.length * 10_000;
test("has nothing twice and nothing else after all that", { timeout: exportMs }, async () => {
  const events = await exportAllEvents(server.client);
  const spans = events.filter((event) => event.event_type !== "session");
  expect(spans.filter((event) => !everything.has(event.event_id))).toEqual([]);
  expect(spans.length).toBe(everything.size);
  const sessions = events.filter((event) => event.event_type === "session");
  expect(new Set(sessions.map((event) => event.event_id)).size).toBe(sessions.length);
  expect(sessions.length).toBe(seeds.length * 2);
});
