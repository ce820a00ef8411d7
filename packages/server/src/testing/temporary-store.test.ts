import { expect, test } from "vitest";

import { collectRows } from "../store/collect-rows.js";
import type { Engine } from "../store/engine.js";
import { temporaryStore } from "./temporary-store.js";

const key = JSON.stringify({ project_id: "p", kind: "key", id: "k", name: "n", body: "{}" });

const insertKey = (engine: Engine): Promise<void> =>
  engine.insert("entities", [Buffer.from(`${key}\n`)], { token: "the same" });

async function count(engine: Engine, rows: "entities" | "tables"): Promise<number> {
  const source = {
    entities: "entities",
    tables: "system.tables WHERE database = currentDatabase()",
  };
  const sql = `SELECT count() AS count FROM ${source[rows]}`;
  const [row] = await collectRows(engine.query(sql, {}, { timeoutMs: 30_000 }));
  return Number(row?.["count"]);
}

test("a store is empty for each test, and takes the same rows again", async () => {
  for (const _ of ["first", "second"]) {
    await using fixture = await temporaryStore();
    expect(await count(fixture.engine, "entities")).toBe(0);
    await insertKey(fixture.engine);
    expect(await count(fixture.engine, "entities")).toBe(1);
  }
});

test("what is not awaited writes into no store of a later test", async () => {
  const before = await temporaryStore();
  const late = insertKey(before.engine);
  await before[Symbol.asyncDispose]();
  await late;
  await using fixture = await temporaryStore();
  expect(await count(fixture.engine, "entities")).toBe(0);
  await expect(insertKey(before.engine)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  expect(await count(fixture.engine, "entities")).toBe(0);
});

test("a store whose tables were changed is not lent again", async () => {
  const before = await temporaryStore();
  const tables = await count(before.engine, "tables");
  await before.engine.command("CREATE TABLE added (n UInt8) ENGINE = MergeTree ORDER BY n");
  await before[Symbol.asyncDispose]();
  await using fixture = await temporaryStore();
  expect(await count(fixture.engine, "tables")).toBe(tables);
});
