import type { Event } from "@honeyhive/contract";
import { makeTemporaryDirectory, makeRandom } from "@honeyhive/testing";
import { afterAll, expect, test } from "vitest";

import { exportAllEvents } from "../../support/export-all-events.js";
import { Load } from "./load.js";
import { startServerProcess, type ServerProcess } from "./server-process.js";

/** HH_KILL_POINTS=100 for the long version, HH_KILL_SEED to repeat one. */
const killPoints = Number(process.env["HH_KILL_POINTS"] ?? 3);
const firstSeed = Number(process.env["HH_KILL_SEED"] ?? Date.now() % 1_000_000);
const seeds = Array.from({ length: killPoints }, (_, index) => firstSeed + index);
const timeoutMs = 30_000 + killPoints * 10_000;

const directory = await makeTemporaryDirectory();
let server = await startServerProcess(directory.path);
const everything = new Set<string>();

afterAll(async () => {
  await server.kill();
  await directory[Symbol.asyncDispose]();
});

function eventsOf(load: Load, from: ServerProcess): Promise<Event[]> {
  return exportAllEvents(from.client, [
    { field: "session_id", operator: "is", value: load.sessionId, type: "string" },
    { field: "event_type", operator: "is not", value: "session", type: "string" },
  ]);
}

function expectAcknowledged(load: Load, events: readonly Event[]): void {
  const ids = events.map((event) => event.event_id);
  const readable = new Set(ids);
  expect(ids.length).toBe(readable.size);
  expect([...load.acknowledged].filter((id) => !readable.has(id))).toEqual([]);
  const sent = load.sent;
  expect(ids.filter((id) => !sent.has(id))).toEqual([]);
  const patches = new Set(events.flatMap((event) => Object.keys(event.metadata)));
  expect(load.acknowledgedPatches.filter((patch) => !patches.has(patch))).toEqual([]);
}

/** Everything that was sent has arrived, each event once. */
async function expectEverything(load: Load): Promise<void> {
  await load.finish(server);
  const events = await eventsOf(load, server);
  expectAcknowledged(load, events);
  expect(events.length).toBe(load.sent.size);
  for (const id of load.sent) everything.add(id);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

async function untilKillPoint(load: Load, seed: number): Promise<void> {
  const random = makeRandom(seed + 1);
  const afterBatches = 1 + random.below(30);
  const delayMs = random.below(50);
  await until(() => load.batchCount >= afterBatches);
  await new Promise((resolve) => setTimeout(resolve, delayMs));
}

test(
  `keeps what it acknowledged when it is killed at ${killPoints} random points, from seed ${firstSeed}`,
  async () => {
    for (const seed of seeds) {
      const load = new Load(server, seed);
      const running = load.run("finish-later");
      await untilKillPoint(load, seed);
      await server.kill();
      await running;
      server = await startServerProcess(directory.path);
      expectAcknowledged(load, await eventsOf(load, server));
      await expectEverything(load);
    }
  },
  timeoutMs,
);

test(
  `keeps it when its store is killed at ${killPoints} random points, and goes on`,
  async () => {
    for (const seed of seeds) {
      const load = new Load(server, seed + 1_000_000);
      const running = load.run("send-again");
      await untilKillPoint(load, seed);
      server.killStoreHost();
      const batchesAtKill = load.batchCount;
      await until(() => load.batchCount > batchesAtKill + 5);
      load.stop();
      await running;
      expectAcknowledged(load, await eventsOf(load, server));
      await expectEverything(load);
    }
  },
  timeoutMs,
);

test("has nothing twice and nothing else after all that", async () => {
  const events = await exportAllEvents(server.client);
  const spans = events.filter((event) => event.event_type !== "session");
  expect(spans.filter((event) => !everything.has(event.event_id))).toEqual([]);
  expect(spans.length).toBe(everything.size);
  const sessions = events.filter((event) => event.event_type === "session");
  expect(new Set(sessions.map((event) => event.event_id)).size).toBe(sessions.length);
  expect(sessions.length).toBe(seeds.length * 2);
});
