import { createClient } from "@honeyhive/contract";
import { startServer, type ServerOptions } from "@honeyhive/server";
import { copyStore, describeStore, migrateStore } from "@honeyhive/server/maintenance";
import {
  makeTemporaryDirectory,
  startClickHouse,
  type ClickHouse,
  type TemporaryDirectory,
} from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { eventIds, seedStore } from "./seed-store.js";

let directory: TemporaryDirectory;
let single: ClickHouse;
let shards: ClickHouse;

beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  [single, shards] = await Promise.all([startClickHouse(), startClickHouse({ shards: 2 })]);
  await using server = await startServer(embedded());
  await seedStore(server);
});

afterAll(async () => {
  await Promise.all([single, shards].map((clickhouse) => clickhouse[Symbol.asyncDispose]()));
  await directory[Symbol.asyncDispose]();
});

test("an embedded store moves to a server and to a cluster, and answers there as before", async () => {
  const toServer = await copyStore({ from: directory.path, to: single.storeUrl("moved") });
  expect(toServer.map(({ name, isEqual }) => [name, isEqual])).toEqual([
    ["events", true],
    ["event_patches", true],
    ["entities", true],
    ["media", true],
  ]);
  expect(toServer[0]?.source.rows).toBeGreaterThan(150);
  expect(toServer[0]?.source.deleted).toBeGreaterThan(10);
  const toCluster = await copyStore({
    from: single.storeUrl("moved"),
    to: shards.storeUrl("moved"),
  });
  expect(toCluster.map(({ target }) => target)).toEqual(toServer.map(({ source }) => source));

  const before = await eventsOf(embedded());
  const after = await eventsOf({ ...embedded(), store: shards.storeUrl("moved") });
  expect(after).toEqual(before);
  // What was deleted stays deleted, also where it is sent again.
  expect(after.map((event) => event.event_id)).not.toContain(eventIds[1]);
});

test("a copy refuses a store with rows in it, and goes on where it is told to", async () => {
  const options = { from: single.storeUrl("first"), to: single.storeUrl("second") };
  await migrateStore(options.from);
  const row = `{"project_id":"p","kind":"run","id":"1","name":"a","body":"{}","version":1}`;
  await single.nodes[0]?.ask(`INSERT INTO entities FORMAT JSONEachRow ${row}`, "first");
  await copyStore(options);
  await expect(copyStore(options)).rejects.toThrow(
    /empty store to copy to, got 1 rows in `entities`/,
  );
  const again = await copyStore({ ...options, intoExisting: true });
  expect(again.every(({ isEqual }) => isEqual)).toBe(true);
});

test("a copy says what differs", async () => {
  const options = {
    from: single.storeUrl("left"),
    to: single.storeUrl("right"),
    intoExisting: true,
  };
  await Promise.all([options.from, options.to].map((store) => migrateStore(store)));
  const row = `{"project_id":"p","kind":"run","id":"1","name":"a","body":"{}","version":1}`;
  await single.nodes[0]?.ask(`INSERT INTO entities FORMAT JSONEachRow ${row}`, "right");
  const copied = await copyStore(options);
  expect(copied.map(({ name, isEqual }) => [name, isEqual])).toEqual([
    ["events", true],
    ["event_patches", true],
    ["entities", false],
    ["media", true],
  ]);
});

test("the state of a store tells what there is, before and after its tables", async () => {
  const store = shards.storeUrl("looked_at");
  await expect(describeStore(store)).rejects.toMatchObject({ code: "STORE_UNKNOWN" });
  for (const node of shards.nodes) await node.ask("CREATE DATABASE looked_at");
  expect(await describeStore(store)).toMatchObject({
    schemaVersion: 0,
    shards: 2,
    engine: "clickhouse",
  });
  expect(await migrateStore(store)).not.toEqual([]);
  expect(await migrateStore(store)).toEqual([]);
  const lines = Array.from({ length: 20 }, (_, id) =>
    JSON.stringify({
      project_id: `p${id}`,
      kind: "run",
      id: String(id),
      name: "",
      body: "{}",
      version: 1,
    }),
  );
  await shards.nodes[0]?.ask(
    `INSERT INTO entities SETTINGS distributed_foreground_insert = 1 FORMAT JSONEachRow ${lines.join("\n")}`,
    "looked_at",
  );
  await shards.nodes[1]?.ask("ALTER TABLE entities_local DETACH PARTITION tuple()", "looked_at");
  const status = await describeStore(store);
  const entities = status.tables.find(({ name }) => name === "entities");
  expect(status.schemaVersion).toBe(status.latestVersion);
  expect(entities?.rows).toBeGreaterThan(0);
  expect(entities?.rows).toBeLessThan(20);
  expect(entities?.bytes).toBeGreaterThan(0);
  expect(entities?.detachedParts).toBeGreaterThan(0);
});

function embedded(): ServerOptions & { dataDir: string } {
  return { port: 0, dataDir: directory.path };
}

async function eventsOf(options: ServerOptions): ReturnType<typeof exportAllEvents> {
  await using server = await startServer(options);
  return await exportAllEvents(createClient({ serverUrl: server.url, apiKey: server.apiKey }));
}
