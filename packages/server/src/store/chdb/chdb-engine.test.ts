import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { expect, onTestFinished, test, vi } from "vitest";

import { describeEngine } from "../../testing/engine-conformance.js";
import { temporaryDirectory } from "../../testing/temporary-directory.js";
import { until } from "../../testing/until.js";
import { isRunning } from "../../lib/is-running.js";
import { collectRows } from "../collect-rows.js";
import type { StoreError } from "../store-error.js";
import { ChdbEngine } from "./chdb-engine.js";

async function openEngine(
  readers: number,
): Promise<AsyncDisposable & { engine: ChdbEngine; dataDir: string }> {
  const directory = await temporaryDirectory();
  const engine = await ChdbEngine.start({ dataDir: directory.path, readers });
  return {
    engine,
    dataDir: directory.path,
    [Symbol.asyncDispose]: async () => {
      await engine.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}

// One reader: every query gets the place in which the one before it failed.
describeEngine("chDB with one reader", () => openEngine(1));

test("stores each batch once when the host crashes while batches are under way", async () => {
  await using fixture = await openEngine(1);
  const { engine } = fixture;
  await engine.command(
    "CREATE TABLE seen (n UInt32) ENGINE = ReplacingMergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 1000",
  );
  const inserts = Array.from({ length: 60 }, (_, n) =>
    engine.insert("seen", Buffer.from(JSON.stringify({ n })), { token: `batch-${n}` }),
  );
  await inserts[10];
  const crashed = engine.hostPid;
  if (crashed !== undefined) process.kill(crashed, "SIGKILL");
  await Promise.all(inserts);
  expect(engine.hostPid).not.toBe(crashed);
  const sql = "SELECT count() AS rows, uniqExact(n) AS batches FROM seen FINAL";
  expect(await collectRows(engine.query(sql, {}, { timeoutMs: 10_000 }))).toEqual([
    { rows: 60, batches: 60 },
  ]);
});

test("stores what a crash took after its token was noted and before its rows were kept", async () => {
  await using fixture = await openEngine(1);
  const { engine, dataDir } = fixture;
  await engine.command(
    "CREATE TABLE seen (n UInt32) ENGINE = ReplacingMergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 1000",
  );
  const insert = (): Promise<void> =>
    engine.insert("seen", Buffer.from(JSON.stringify({ n: 1 })), { token: "batch" });
  await insert();
  const pathOf = "SELECT path FROM system.parts WHERE table = 'seen' AND active";
  const [part] = await collectRows(engine.query(pathOf, {}, { timeoutMs: 10_000 }));
  const host = engine.hostPid ?? 0;
  // Stopped, so that it takes nothing of the second insert before it is killed.
  process.kill(host, "SIGSTOP");
  const again = insert();
  await rm(resolve(dataDir, "store", String(part?.["path"])), { recursive: true });
  process.kill(host, "SIGKILL");
  await again;
  const rows = engine.query("SELECT n FROM seen FINAL", {}, { timeoutMs: 10_000 });
  expect(await collectRows(rows)).toEqual([{ n: 1 }]);
});

test("counts its days in UTC, wherever the server is", async () => {
  vi.stubEnv("TZ", "Asia/Tokyo");
  onTestFinished(() => void vi.unstubAllEnvs());
  await using fixture = await openEngine(1);
  const answer = fixture.engine.query("SELECT timezone() AS zone", {}, { timeoutMs: 10_000 });
  expect(await collectRows(answer)).toEqual([{ zone: "UTC" }]);
});

test("keeps the columns of parts of some megabytes in one file", async () => {
  await using fixture = await openEngine(1);
  const { engine } = fixture;
  await engine.command("CREATE TABLE texts (text String) ENGINE = MergeTree ORDER BY tuple()");
  const row = JSON.stringify({ text: "x".repeat(1024 * 1024) });
  const rows = Array.from({ length: 12 }, () => Buffer.from(`${row}\n`));
  await engine.insert("texts", rows, { token: "1" });
  const sql = "SELECT part_type AS type FROM system.parts WHERE table = 'texts' AND active";
  expect(await collectRows(engine.query(sql, {}, { timeoutMs: 10_000 }))).toEqual([
    { type: "Compact" },
  ]);
});

test("leaves the indexes of few rows to the first merge, and finds the rows all the same", async () => {
  await using fixture = await openEngine(1);
  const { engine } = fixture;
  await engine.command(
    `CREATE TABLE indexed (n UInt32, text String, INDEX by_text text TYPE bloom_filter GRANULARITY 1)
      ENGINE = MergeTree ORDER BY n SETTINGS index_granularity = 1`,
  );
  const read = (sql: string): Promise<unknown> =>
    collectRows(engine.query(sql, {}, { timeoutMs: 10_000 }));
  const areIndexed = (): Promise<unknown> =>
    read(`SELECT secondary_indices_compressed_bytes > 0 AS indexed FROM system.parts
      WHERE table = 'indexed' AND active ORDER BY min_block_number`);
  const find = (): Promise<unknown> => read("SELECT n FROM indexed WHERE text = 'few' ORDER BY n");
  await engine.command("SYSTEM STOP MERGES indexed");
  const many = JSON.stringify({ n: 1, text: "x".repeat(2 * 1024 * 1024) });
  await engine.insert("indexed", Buffer.from(many), { token: "1" });
  await engine.insert("indexed", Buffer.from('{"n":2,"text":"few"}'), { token: "2" });
  expect(await areIndexed()).toEqual([{ indexed: 1 }, { indexed: 0 }]);
  expect(await find()).toEqual([{ n: 2 }]);
  await engine.command("SYSTEM START MERGES indexed");
  await engine.command("OPTIMIZE TABLE indexed FINAL");
  expect(await areIndexed()).toEqual([{ indexed: 1 }]);
  expect(await find()).toEqual([{ n: 2 }]);
});

test("sends no more of a large answer than its reader reads", async () => {
  await using fixture = await openEngine(2);
  const { engine } = fixture;
  const ask = (name: string): AsyncIterable<Uint8Array> =>
    engine.query(
      `SELECT repeat('x', 1000) AS ${name} FROM numbers(100000)`,
      {},
      { timeoutMs: 60_000 },
    );
  const sizeOf = async (chunks: AsyncIterable<Uint8Array>): Promise<number> => {
    let size = 0;
    for await (const chunk of chunks) size += chunk.length;
    return size;
  };
  const slow = ask("slow")[Symbol.asyncIterator]();
  const first = await slow.next();
  // One that is read to its end has passed by in the meantime.
  const whole = await sizeOf(ask("fast"));
  const running = "SELECT count() AS queries FROM system.processes WHERE query LIKE '%AS slow%'";
  const own = " AND query NOT LIKE '%system.processes%'";
  expect(await collectRows(engine.query(running + own, {}, { timeoutMs: 60_000 }))).toEqual([
    { queries: 1 },
  ]);
  const rest = await sizeOf({ [Symbol.asyncIterator]: () => slow });
  const firstLength = first.done === true ? 0 : first.value.length;
  // The column is named alike in length.
  expect(firstLength + rest).toBe(whole);
});

test("answers what a write must know while slow questions hold every reader", async () => {
  await using fixture = await openEngine(2);
  const { engine } = fixture;
  const ended: string[] = [];
  const ask = async (sql: string, isForWrite: boolean): Promise<void> => {
    await collectRows(engine.query(sql, {}, { timeoutMs: 20_000, isForWrite }));
    ended.push(sql);
  };
  const slow = "SELECT sleepEachRow(1) FROM numbers(2)";
  await Promise.all([ask(slow, false), ask(slow, false), ask("SELECT 1", true)]);
  expect(ended).toEqual(["SELECT 1", slow, slow]);
});

test("answers a question by several threads within the memory that it has", async () => {
  await using fixture = await openEngine(1);
  const sql = `SELECT * FROM (EXPLAIN PIPELINE SELECT sum(number) FROM numbers_mt(100000000) SETTINGS max_threads = 2)
    WHERE explain LIKE '%AggregatingTransform%'`;
  const steps = await collectRows(fixture.engine.query(sql, {}, { timeoutMs: 10_000 }));
  expect(steps).toEqual([{ explain: expect.stringMatching(/AggregatingTransform × 2$/) }]);
});

test("fails a query whose host crashes, and answers the next one", async () => {
  await using fixture = await openEngine(1);
  const { engine } = fixture;
  const slow = collectRows(
    engine.query("SELECT sleepEachRow(1) FROM numbers(3)", {}, { timeoutMs: 10_000 }),
  );
  const failure = expect(slow).rejects.toMatchObject({ code: "STORE_INTERRUPTED" });
  if (engine.hostPid !== undefined) process.kill(engine.hostPid, "SIGKILL");
  await failure;
  const rows = engine.query("SELECT 1 AS one", {}, { timeoutMs: 10_000 });
  expect(await collectRows(rows)).toEqual([{ one: 1 }]);
});

test("keeps what was acknowledged when it is closed and opened again", async () => {
  await using directory = await temporaryDirectory();
  const first = await ChdbEngine.start({ dataDir: directory.path });
  await first.command("CREATE TABLE kept (n UInt32) ENGINE = MergeTree ORDER BY n");
  await first.insert("kept", Buffer.from('{"n":7}'), { token: "1" });
  await first.close();
  const second = await ChdbEngine.start({ dataDir: directory.path });
  const rows = await collectRows(second.query("SELECT n FROM kept", {}, { timeoutMs: 10_000 }));
  await second.close();
  expect(rows).toEqual([{ n: 7 }]);
});

test("waits for the batches under way when it is closed, and refuses new ones", async () => {
  await using fixture = await openEngine(1);
  const { engine } = fixture;
  await engine.command("CREATE TABLE seen (n UInt32) ENGINE = MergeTree ORDER BY n");
  const insert = engine.insert("seen", Buffer.from('{"n":7}'), { token: "1" });
  const closed = Promise.all([engine.close(), engine.close()]);
  await expect(engine.command("SELECT 1")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  await insert;
  await closed;
});

test("fails a query that wants more memory than it may have, and answers the next one", async () => {
  await using directory = await temporaryDirectory();
  const engine = await ChdbEngine.start({ dataDir: directory.path, memoryBytes: 500_000_000 });
  const read = (sql: string): Promise<unknown> =>
    collectRows(engine.query(sql, {}, { timeoutMs: 20_000 }));
  const hungry = "SELECT length(groupArray(number)) FROM numbers(200000000)";
  await expect(read(hungry)).rejects.toThrow(/MEMORY_LIMIT_EXCEEDED/);
  expect(await read("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await engine.close();
});

test("leaves no host behind when it is closed while a crashed one is being replaced", async () => {
  await using fixture = await openEngine(1);
  const { engine, dataDir } = fixture;
  if (engine.hostPid !== undefined) process.kill(engine.hostPid, "SIGKILL");
  await until(() => engine.hostPid === undefined);
  await engine.close();
  const next = await ChdbEngine.start({ dataDir });
  await next.close();
});

test("says who is in the way when another server holds the data directory", async () => {
  await using fixture = await openEngine(1);
  await expect(ChdbEngine.start({ dataDir: fixture.dataDir })).rejects.toMatchObject({
    code: "STORE_LOCKED",
    message: expect.stringContaining("another process holds it") as unknown,
  });
});

test("says what is wrong with a data directory that cannot be written, without a stack", async () => {
  await using directory = await temporaryDirectory();
  const dataDir = join(directory.path, "file");
  await writeFile(dataDir, "");
  const started = ChdbEngine.start({ dataDir }).then(() => undefined);
  const failure = await started.catch((error: StoreError) => error);
  const { code, message = "" } = failure ?? {};
  expect(code).toBe("STORE_UNAVAILABLE");
  expect(message).toContain(`\`${dataDir}\` to be one that can be written, got E`);
  // What is in the way is seen by different calls in different versions of Node.
  expect(message).toMatch(/ENOTDIR: not a directory|EEXIST: file already exists/);
  expect(message).not.toMatch(/\n {4}at /);
});

test("ends the host when the server is killed, so that the data directory is free again", async () => {
  await using directory = await temporaryDirectory();
  const { server, hostPid } = await spawnServer(directory.path);
  server.kill("SIGKILL");
  await until(() => !isRunning(hostPid));
  const engine = await ChdbEngine.start({ dataDir: directory.path });
  await engine.close();
});

test("waits for the host of a server that was killed, and that is slow to end", async () => {
  await using directory = await temporaryDirectory();
  const { server, hostPid } = await spawnServer(directory.path);
  process.kill(hostPid, "SIGSTOP");
  server.kill("SIGKILL");
  await once(server, "exit");
  const letItEnd = (): void => void process.kill(hostPid, "SIGCONT");
  const engine = await ChdbEngine.start({ dataDir: directory.path, onWait: letItEnd });
  await until(() => !isRunning(hostPid));
  await engine.close();
});

test("is held for a server that was gone before its host held the data directory", async () => {
  await using directory = await temporaryDirectory();
  const gone = spawn(process.execPath, ["-e", ""]);
  await once(gone, "exit");
  const options = { serverPid: gone.pid, dataDir: directory.path, memoryBytes: 1e9, readers: 1 };
  const host = fork(pathToHost(), [JSON.stringify(options)], { serialization: "advanced" });
  expect(await once(host, "message")).toContainEqual({ kind: "ready" });
  const letItEnd = (): void => void host.kill("SIGKILL");
  const engine = await ChdbEngine.start({ dataDir: directory.path, onWait: letItEnd });
  await engine.close();
});

function pathToHost(): string {
  return createRequire(import.meta.url).resolve("@honeyhive/server/store-host");
}

/** An engine of a process of its own. */
async function spawnServer(dataDir: string): Promise<{ server: ChildProcess; hostPid: number }> {
  const engineUrl = pathToFileURL(join(pathToHost(), "../chdb-engine.js")).href;
  const script = join(dataDir, "server.mjs");
  await writeFile(
    script,
    `import { ChdbEngine } from ${JSON.stringify(engineUrl)};
     const engine = await ChdbEngine.start({ dataDir: ${JSON.stringify(dataDir)} });
     process.stdout.write(String(engine.hostPid));
     setInterval(() => {}, 1000);`,
  );
  const server = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  const [output] = (await once(server.stdout, "data")) as [Buffer];
  return { server, hostPid: Number(output.toString()) };
}
