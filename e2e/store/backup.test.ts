import { createHash } from "node:crypto";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { createClient, type Client, type Event } from "@honeyhive/contract";
import { startServer, type ServerOptions } from "@honeyhive/server";
import { backUpStore, migrateStore, restoreStore } from "@honeyhive/server/maintenance";
import {
  makeTemporaryDirectory,
  startClickHouse,
  waitFor,
  type ClickHouse,
  type TemporaryDirectory,
} from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { sendSpans, type SeedSpan } from "../web/otlp.js";
import { eventIds, seedStore } from "./seed-store.js";

let directory: TemporaryDirectory;
let single: ClickHouse;
let shards: ClickHouse;

beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  [single, shards] = await Promise.all([startClickHouse(), startClickHouse({ shards: 2 })]);
  await using server = await startServer(over(at("data")));
  await seedStore(server);
  await sendSpans(server, [imageSpan]);
});

afterAll(async () => {
  await Promise.all([single, shards].map((clickhouse) => clickhouse[Symbol.asyncDispose]()));
  await directory[Symbol.asyncDispose]();
});

test("what is backed up comes back, embedded, on a server and on a cluster, and answers as before", async () => {
  const before = await contentOf(at("data"));
  expect(before.others.image).toMatch(/^[0-9a-f]{64}$/);
  const manifest = await backUpStore({ store: at("data"), target: at("backup") });
  expect(manifest.tables.find(({ name }) => name === "events")).toMatchObject({
    rows: expect.any(Number) as number,
    deleted: expect.any(Number) as number,
  });
  for (const store of [at("again"), single.storeUrl("again"), shards.storeUrl("again")]) {
    const restored = await restoreStore({ source: at("backup"), store });
    expect(restored.tables.map(({ name, rows, deleted }) => [name, rows, deleted])).toEqual(
      manifest.tables.map(({ name, rows, deleted }) => [name, rows, deleted]),
    );
    expect(await contentOf(store)).toEqual(before);
  }
  // Once more around, from a cluster: with the same rows, and nothing twice.
  const ofCluster = await backUpStore({ store: shards.storeUrl("again"), target: at("cluster") });
  const countsOf = ({ tables }: typeof manifest): unknown[] =>
    tables.map(({ name, rows, deleted }) => [name, rows, deleted]);
  expect(countsOf(ofCluster).slice(0, 2)).toEqual(countsOf(manifest).slice(0, 2));
});

test("a backup beside servers that go on has everything that was acknowledged before, and what it refers to", async () => {
  const store = single.storeUrl("busy");
  await using server = await startServer(over(store));
  let sent = 0;
  let isStopped = false;
  const acknowledged: number[] = [];
  const writing = Promise.all(
    [1, 2, 3].map(async () => {
      while (!isStopped) {
        const number = sent++;
        await sendSpans(server, [{ ...spanOf(number), attributes: withImage(number) }]);
        acknowledged.push(number);
      }
    }),
  );
  await waitFor({
    what: "some spans to be taken",
    find: () => acknowledged.length > 20 || undefined,
    describe: () => String(acknowledged.length),
  });
  const before = [...acknowledged];
  await backUpStore({ store, target: at("busy") });
  isStopped = true;
  await writing;
  await restoreStore({ source: at("busy"), store: at("busy-again") });
  await using restored = await startServer(over(at("busy-again")));
  const call = createClient({ serverUrl: restored.url, apiKey: restored.apiKey });
  const events = await exportAllEvents(call);
  const numbers = events.flatMap(({ metadata }) => metadata["number"] ?? []);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers).toEqual(expect.arrayContaining(before));
  // What was stored while the tables were read, too, is there with its session and its image.
  const ids = new Set(events.map(({ event_id }) => event_id));
  expect(events.filter(({ session_id }) => !ids.has(session_id))).toEqual([]);
  const latest = events.filter(({ metadata }) => metadata["number"] !== undefined).slice(0, 60);
  for (const { event_id } of latest) {
    const params = { event_id, sha256: imageHash };
    expect((await call("getMedia", { params })).size).toBe(image.length);
  }
});

test("a data directory that a server holds is not backed up", async () => {
  await using server = await startServer(over(at("held")));
  await expect(backUpStore({ store: at("held"), target: at("of-held") })).rejects.toMatchObject({
    code: "STORE_LOCKED",
    message: expect.stringMatching(/another process holds it/) as string,
  });
  expect(server.port).toBeGreaterThan(0);
});

test("a store with rows is replaced only where that is asked for", async () => {
  const [source, store] = [at("small-backup"), single.storeUrl("full")];
  await migrateStore(store);
  await single.nodes[0]?.ask(`INSERT INTO entities FORMAT JSONEachRow ${rowOf("old")}`, "full");
  await migrateStore(single.storeUrl("small"));
  await single.nodes[0]?.ask(`INSERT INTO entities FORMAT JSONEachRow ${rowOf("new")}`, "small");
  await backUpStore({ store: single.storeUrl("small"), target: source });
  await expect(restoreStore({ source, store })).rejects.toMatchObject({
    code: "STORE_NOT_EMPTY",
    message: expect.stringMatching(/rows in `entities`.*--force/) as string,
  });
  expect(await single.nodes[0]?.ask("SELECT id FROM entities", "full")).toBe("old");
  await restoreStore({ source, store, force: true });
  expect(await single.nodes[0]?.ask("SELECT id FROM entities", "full")).toBe("new");
});

test("a backup that is damaged, cut short or overwritten is refused, and nothing is changed", async () => {
  const [source, store] = [at("damaged"), single.storeUrl("untouched")];
  await migrateStore(store);
  await single.nodes[0]?.ask(
    `INSERT INTO entities FORMAT JSONEachRow ${rowOf("old")}`,
    "untouched",
  );
  await backUpStore({ store, target: source });
  await expect(backUpStore({ store, target: source })).rejects.toMatchObject({
    code: "BACKUP_EXISTS",
  });
  const [file = ""] = (await readdir(source)).filter((name) => name.startsWith("entities"));
  await appendFile(join(source, file), "x");
  const restoring = { source, store, force: true };
  await expect(restoreStore(restoring)).rejects.toMatchObject({
    code: "BACKUP_INVALID",
    message: expect.stringMatching(/damaged; nothing was changed/) as string,
  });
  await writeFile(join(source, "manifest.json"), "{}");
  await expect(restoreStore(restoring)).rejects.toMatchObject({ code: "BACKUP_INVALID" });
  await expect(restoreStore({ ...restoring, source: at("nowhere") })).rejects.toMatchObject({
    code: "BACKUP_INVALID",
  });
  expect(await single.nodes[0]?.ask("SELECT id FROM entities", "untouched")).toBe("old");
});

test("events whose retention is over do not come back, and others keep theirs", async () => {
  const retention = { days: 30 };
  const store = single.storeUrl("expiring");
  await single.nodes[0]?.ask("CREATE DATABASE expiring");
  await migrateStore(store);
  await single.nodes[0]?.ask("SYSTEM STOP TTL MERGES expiring.events");
  await using server = await startServer({ ...over(store), retention });
  const now = Date.now();
  await sendSpans(server, [spanOf(1, now - 60 * 86_400_000), spanOf(2, now)]);
  await backUpStore({ store, target: at("expiring") });
  const { tables } = await restoreStore({ source: at("expiring"), store: at("expired") });
  expect(tables.find(({ name }) => name === "events")).toMatchObject({ expired: 2, rows: 2 });
  const { events } = await contentOf(at("expired"));
  expect(events.flatMap(({ metadata }) => metadata["number"] ?? [])).toEqual([2]);
});

test("a backup of tables that are newer than this program is refused", async () => {
  const [source, store] = [at("newer"), at("newer-again")];
  await backUpStore({ store: at("data"), target: source });
  const path = join(source, "manifest.json");
  const manifest = JSON.parse(await readFile(path, "utf8")) as { schemaVersion: number };
  await writeFile(path, JSON.stringify({ ...manifest, schemaVersion: 99 }));
  await expect(restoreStore({ source, store })).rejects.toThrow(/of version \d+ or older, got 99/);
});

function at(name: string): string {
  return join(directory.path, name);
}

function over(store: string): ServerOptions {
  return { port: 0, dataDir: directory.path, store, apiKey: "key-of-the-test" };
}

interface Content {
  readonly events: readonly Event[];
  readonly others: Readonly<Record<string, unknown>>;
}

/** What clients see: events and their changes, runs, datasets. */
async function contentOf(store: string): Promise<Content> {
  await using server = await startServer(over(store));
  const call = createClient({ serverUrl: server.url, apiKey: server.apiKey });
  const events = await exportAllEvents(call);
  expect(events.map((event) => event.event_id)).not.toContain(eventIds[1]);
  const [runs, datasets, datapoints] = await Promise.all([
    call("listRuns", {}),
    call("listDatasets", {}),
    call("listDatapoints", {}),
  ]);
  return { events, others: { runs, datasets, datapoints, image: await imageOf(call, events) } };
}

const image = Buffer.alloc(50_000, "image");
const imageUrl = `data:image/png;base64,${image.toString("base64")}`;
const imageHash = createHash("sha256").update(image).digest("hex");
const imageSpan: SeedSpan = {
  ...spanOf(1_000_000, Date.UTC(2026, 5, 1)),
  attributes: withImage(1_000_000),
};

function withImage(number: number): SeedSpan["attributes"] {
  const parts = [{ type: "image_url", image_url: { url: imageUrl } }];
  return {
    "honeyhive_metadata.number": number,
    "gen_ai.operation.name": "chat",
    "gen_ai.input.messages": JSON.stringify([{ role: "user", parts }]),
  };
}

/** The hash of what is kept beside the event that refers to it; undefined where there is no such event. */
async function imageOf(call: Client, events: readonly Event[]): Promise<string | undefined> {
  const event = events.find(({ inputs }) => JSON.stringify(inputs).includes(imageHash));
  if (event === undefined) return undefined;
  const params = { event_id: event.event_id, sha256: imageHash };
  const bytes = Buffer.from(await (await call("getMedia", { params })).arrayBuffer());
  expect(bytes.equals(image)).toBe(true);
  return imageHash;
}

function spanOf(number: number, startMs = Date.now()): SeedSpan {
  return {
    traceId: String(number).padStart(32, "a"),
    spanId: String(number).padStart(16, "b"),
    name: "step",
    startMs,
    endMs: startMs + 1,
    attributes: { "honeyhive_metadata.number": number },
  };
}

function rowOf(id: string): string {
  return JSON.stringify({ project_id: "p", kind: "run", id, name: "", body: "{}", version: 1 });
}
