import { makeTemporaryDirectory, startClickHouse } from "@honeyhive/testing";
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
const clickhouse = await startClickHouse();
const [node] = clickhouse.nodes;
const store = clickhouse.storeUrl("durable");
let server = await startServerProcess(directory.path, store);
let sentCount = 0;
const allSessions = new Set<string>();

afterAll(async () => {
  await server.kill();
  await clickhouse[Symbol.asyncDispose]();
  await directory[Symbol.asyncDispose]();
});

/** Both are killed, in the same moment, or one of them. */
const victims = ["the server", "ClickHouse", "both"] as const;

test.each(seeds)(
  "keeps what it acknowledged when it, ClickHouse or both are killed at a random point, seed %i",
  async (seed) => {
    const victim = victims[seed % victims.length];
    const load = new Load(server, seed);
    const running = load.run(victim === "ClickHouse" ? "send-again" : "finish-later");
    await untilKillPoint(load, seed);
    const deaths: Promise<void>[] = [];
    if (victim !== "ClickHouse") deaths.push(server.kill());
    if (victim !== "the server" && node !== undefined) deaths.push(node.kill());
    await Promise.all(deaths);
    if (victim !== "the server") await node?.start();
    if (victim === "ClickHouse") {
      const batchesAtKill = load.batchCount;
      await until(() => load.batchCount > batchesAtKill + 5);
      load.stop();
    }
    await running;
    if (victim !== "ClickHouse") server = await startServerProcess(directory.path, store);
    expectAcknowledged(load, await keptOf(load, server));
    await expectEverything(load, server);
    sentCount += load.sent.size;
    for (const id of load.sentSessions) allSessions.add(id);
  },
  timeoutMs,
);

test("has nothing twice and nothing else after all that", { timeout: lastLookMs }, async () => {
  const events = await exportAllEvents(server.client);
  const spans = events.filter((event) => event.event_type !== "session");
  expect(spans.length).toBe(sentCount);
  expect(new Set(events.map((event) => event.event_id)).size).toBe(events.length);
  expect((await listSessionIds(server)).toSorted()).toEqual([...allSessions].toSorted());
});
