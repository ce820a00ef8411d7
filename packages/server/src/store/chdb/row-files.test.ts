import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { temporaryDirectory } from "../../testing/temporary-directory.js";
import { until } from "../../testing/until.js";
import { collectRows } from "../collect-rows.js";
import { ChdbEngine } from "./chdb-engine.js";

/** So many bytes of rows go to the store in a file. */
const rows = Array.from({ length: 3000 }, (_, n) => ({ n, text: "x".repeat(200) }));
const pieces = rows.map((row) => Buffer.from(`${JSON.stringify(row)}\n`));
const whatIsSeen = "SELECT count() AS rows, uniqExact(n) AS numbers FROM seen";
const allRows = [{ rows: 3000, numbers: 3000 }];

interface Fixture extends AsyncDisposable {
  readonly engine: ChdbEngine;
  readonly incoming: string;
}

async function openEngine(dataDir: string): Promise<Fixture> {
  const engine = await ChdbEngine.start({ dataDir });
  await engine.command(
    "CREATE TABLE IF NOT EXISTS seen (n UInt32, text String) ENGINE = MergeTree ORDER BY n",
  );
  return {
    engine,
    incoming: join(dataDir, "incoming"),
    [Symbol.asyncDispose]: () => engine.close(),
  };
}

function select(engine: ChdbEngine, sql: string): Promise<unknown> {
  return collectRows(engine.query(sql, {}, { timeoutMs: 20_000 }));
}

test("large batches are private while they are under way, and leave no file", async () => {
  await using directory = await temporaryDirectory();
  await using fixture = await openEngine(directory.path);
  const { engine, incoming } = fixture;
  // Stopped, so that the file is there to be looked at.
  const host = engine.hostPid ?? 0;
  process.kill(host, "SIGSTOP");
  const inserted = engine.insert("seen", pieces, { token: "1" });
  const size = Buffer.concat(pieces).length;
  const path = async (): Promise<string> => join(incoming, (await readdir(incoming))[0] ?? "");
  await until(async () => (await stat(await path())).size === size);
  expect((await stat(await path())).mode & 0o777).toBe(0o600);
  expect((await stat(incoming)).mode & 0o777).toBe(0o700);
  process.kill(host, "SIGCONT");
  await inserted;
  await until(async () => (await readdir(incoming)).length === 0);
  expect(await select(engine, whatIsSeen)).toEqual(allRows);
});

test("a store that is killed with a large batch under way is given it again", async () => {
  await using directory = await temporaryDirectory();
  await using fixture = await openEngine(directory.path);
  const { engine } = fixture;
  const host = engine.hostPid ?? 0;
  process.kill(host, "SIGSTOP");
  const inserted = engine.insert("seen", pieces, { token: "1" });
  process.kill(host, "SIGKILL");
  await inserted;
  expect(engine.hostPid).not.toBe(host);
  expect(await select(engine, whatIsSeen)).toEqual(allRows);
});

test("what a server that was killed has left is removed by the next", async () => {
  await using directory = await temporaryDirectory();
  const incoming = join(directory.path, "incoming");
  await mkdir(incoming);
  await writeFile(join(incoming, "4"), "half a row");
  const { engine } = await openEngine(directory.path);
  expect(await readdir(incoming)).toEqual([]);
  await engine.insert("seen", pieces, { token: "1" });
  expect(await select(engine, whatIsSeen)).toEqual(allRows);
  await engine.close();
  expect(await readdir(directory.path)).not.toContain("incoming");
});

test("a second server on the data directory leaves the files of the first alone", async () => {
  await using directory = await temporaryDirectory();
  await using fixture = await openEngine(directory.path);
  const note = join(fixture.incoming, "of-the-first");
  await writeFile(note, "");
  await expect(ChdbEngine.start({ dataDir: directory.path })).rejects.toMatchObject({
    code: "STORE_LOCKED",
  });
  expect(await readFile(note, "utf8")).toBe("");
});

test.each(["it's a földer", "[a] {b,c} *?"])("data directories may be called %s", async (name) => {
  await using directory = await temporaryDirectory();
  await using fixture = await openEngine(join(directory.path, name));
  await fixture.engine.insert("seen", pieces, { token: "1" });
  expect(await select(fixture.engine, whatIsSeen)).toEqual(allRows);
});

test("a large batch that cannot be written fails alone", async () => {
  await using directory = await temporaryDirectory();
  await using fixture = await openEngine(directory.path);
  const { engine, incoming } = fixture;
  await engine.insert("seen", pieces.slice(0, 10), { token: "1" });
  await rm(incoming, { recursive: true });
  await expect(engine.insert("seen", pieces, { token: "2" })).rejects.toMatchObject({
    code: "INSERT_FAILED",
    message: expect.stringContaining(incoming) as unknown,
  });
  expect(await select(engine, "SELECT count() AS rows FROM seen")).toEqual([{ rows: 10 }]);
});
