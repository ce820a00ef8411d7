import { createHash } from "node:crypto";

import { createClient } from "@honeyhive/contract";
import { startServer, type RunningServer } from "@honeyhive/server";
import { eraseProject, retainProject } from "@honeyhive/server/maintenance";
import {
  makeTemporaryDirectory,
  startClickHouse,
  type ClickHouse,
  type TemporaryDirectory,
} from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";

const dayMs = 86_400_000;
const patienceMs = 30_000;
const keys = { "key-of-short": "short", "key-of-erased": "erased", "key-of-kept": "kept" };

let directory: TemporaryDirectory;
let shards: ClickHouse;

beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  shards = await startClickHouse({ shards: 2 });
});

afterAll(async () => {
  await shards[Symbol.asyncDispose]();
  await directory[Symbol.asyncDispose]();
});

test("events older than their project's retention vanish from every shard, and others stay", async () => {
  await using server = await open("expiring", { projects: { short: 30 } });
  await write(server, "key-of-short", [60, 1]);
  await write(server, "key-of-kept", [60, 1]);
  for (const node of shards.nodes) {
    for (const table of ["events", "event_patches", "media"]) {
      await node.ask(`OPTIMIZE TABLE ${table}_local FINAL`, "expiring");
    }
  }
  expect(await agesOf(server, "key-of-short")).toEqual([1]);
  expect(await agesOf(server, "key-of-kept")).toEqual([60, 1]);
  const isOld = "dateDiff('day', start_time, now()) > 31";
  expect(await count("expiring", "events", isOld)).toBe(2);
  // The image of the project that keeps everything.
  expect(await count("expiring", "media", isOld)).toBe(1);
  expect(await count("expiring", "media", "1")).toBe(3);
});

test("a retention that is set later applies to what is there, on a cluster and embedded", async () => {
  for (const store of [shards.storeUrl("retained"), directory.path]) {
    await using server = await open(store);
    await write(server, "key-of-short", [60, 1]);
    await write(server, "key-of-kept", [60, 1]);
    await server.close();
    await retainProject({ store, project: "short" }, 30);
    await using again = await open(store);
    expect(await agesOf(again, "key-of-short")).toEqual([1]);
    expect(await agesOf(again, "key-of-kept")).toEqual([60, 1]);
    await again.close();
  }
  expect(await count("retained", "media", "1")).toBe(3);
});

test("a deleted session leaves nothing of itself on any shard but that it is deleted", async () => {
  await using server = await open("deleting");
  const call = createClient({ serverUrl: server.url, apiKey: "key-of-kept" });
  const [session = "", other = ""] = await write(server, "key-of-kept", [3, 2]);
  await call("updateEvent", { params: { event_id: session }, body: { metadata: { secret: 1 } } });
  await call("deleteSession", { params: { session_id: session } });
  await until(async () => {
    const rows = await count("deleting", "events", `session_id = '${session}' AND is_deleted = 0`);
    const patches = await count("deleting", "event_patches", `event_id = '${session}'`);
    const media = await count("deleting", "media", `session_id = '${session}' AND is_deleted = 0`);
    return rows + patches + media === 0;
  });
  expect(await count("deleting", "events", `session_id = '${other}' AND is_deleted = 0`)).toBe(2);
  expect(await count("deleting", "media", `session_id = '${other}' AND is_deleted = 0`)).toBe(1);
});

test("an erased project leaves nothing, on a cluster and embedded", async () => {
  for (const store of [shards.storeUrl("erasing"), `${directory.path}/erasing`]) {
    await using server = await open(store);
    await write(server, "key-of-erased", [3, 2]);
    await write(server, "key-of-kept", [3]);
    const call = createClient({ serverUrl: server.url, apiKey: "key-of-erased" });
    await call("createRun", { body: { name: "nightly" } });
    await server.close();
    await eraseProject({ store, project: "erased" });
    await using again = await open(store);
    expect(await agesOf(again, "key-of-erased")).toEqual([]);
    expect(await agesOf(again, "key-of-kept")).toEqual([3]);
    const runs = createClient({ serverUrl: again.url, apiKey: "key-of-erased" });
    expect((await runs("listRuns", {})).evaluations).toEqual([]);
    await again.close();
  }
  expect(await count("erasing", "media", "1")).toBe(1);
});

/** Over a database of the cluster, or over a store that is named in full. */
function open(store: string, retention = {}): Promise<RunningServer> {
  const isName = /^\w+$/.test(store);
  return startServer({
    port: 0,
    dataDir: directory.path,
    store: isName ? shards.storeUrl(store) : store,
    apiKey: "key-of-the-test",
    keys,
    retention,
  });
}

const image = Buffer.alloc(20_000, "pixels");
const imageUrl = `data:image/png;base64,${image.toString("base64")}`;
const sha256 = createHash("sha256").update(image).digest("hex");

/** A session with one event, which has an image, as many days ago as each of these says, and a change of it. Gives the sessions. */
async function write(
  server: RunningServer,
  apiKey: string,
  daysAgo: readonly number[],
): Promise<string[]> {
  const call = createClient({ serverUrl: server.url, apiKey });
  const sessions: string[] = [];
  for (const days of daysAgo) {
    const start_time = Date.now() - days * dayMs;
    const { session_id } = await call("createSession", {
      body: { session_name: "old", start_time, end_time: start_time + 5, metadata: { days } },
    });
    const { event_id } = await call("createEvent", {
      body: {
        session_id,
        event_type: "tool",
        event_name: "step",
        inputs: { messages: [{ content: [{ type: "image_url", image_url: { url: imageUrl } }] }] },
        start_time,
        end_time: start_time + 1,
        metadata: { days },
      },
    });
    await call("updateEvent", { params: { event_id }, body: { metadata: { changed: true } } });
    sessions.push(session_id);
  }
  return sessions;
}

/** Of the sessions that are left, oldest first; each has its event and the event its image, too. */
async function agesOf(server: RunningServer, apiKey: string): Promise<unknown[]> {
  const call = createClient({ serverUrl: server.url, apiKey });
  const events = await exportAllEvents(call);
  for (const { event_id, session_id } of events) {
    if (event_id === session_id) continue;
    expect((await call("getMedia", { params: { event_id, sha256 } })).size).toBe(image.length);
  }
  const ages = (isSession: boolean): unknown[] =>
    events
      .filter((event) => (event.event_id === event.session_id) === isSession)
      .map((event) => event.metadata["days"])
      .toSorted((left, right) => Number(right) - Number(left));
  expect(ages(false)).toEqual(ages(true));
  return ages(true);
}

/** Rows as they are on the disks of all shards, without merging versions. */
async function count(database: string, table: string, where: string): Promise<number> {
  const sql = `SELECT uniqExact(event_id) FROM ${table}_local WHERE ${where}`;
  const counts = await Promise.all(shards.nodes.map((node) => node.ask(sql, database)));
  return counts.reduce((total, text) => total + Number(text), 0);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error("Expected the condition to hold in time.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
