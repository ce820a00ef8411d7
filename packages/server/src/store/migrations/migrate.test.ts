import type { Event } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { findEvents } from "../../queries/find-events.js";
import { countEvents } from "../../queries/search-events.js";
import { mapped } from "../../testing/mapped-span.js";
import { temporaryDirectory } from "../../testing/temporary-directory.js";
import { ownStore } from "../../testing/temporary-store.js";
import { ChdbEngine } from "../chdb/chdb-engine.js";
import { toEventRow } from "../event-row.js";
import type { Engine } from "../engine.js";
import { Store } from "../store.js";
import { collectRows } from "../collect-rows.js";
import { renderTemplate, replicatedTopology, spreadStatement } from "../topology.js";
import { migrate } from "./migrate.js";
import { migrations, tables } from "./migrations.js";

async function openEngine(dataDir: string): Promise<ChdbEngine & AsyncDisposable> {
  const engine = await ChdbEngine.start({ dataDir });
  return Object.assign(engine, { [Symbol.asyncDispose]: () => engine.close() });
}

test("runs each migration once", async () => {
  await using fixture = await ownStore();
  const { engine } = fixture;
  const added = {
    version: 1000,
    statements: ["CREATE TABLE added (n UInt8) ENGINE = MergeTree ORDER BY n"],
  };
  await migrate(engine, [...migrations, added]);
  await migrate(engine, [...migrations, added]);
  const rows = await collectRows(
    engine.query("SELECT version FROM migrations ORDER BY version", {}, { timeoutMs: 10_000 }),
  );
  expect(rows.map((row) => row["version"])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1000]);
});

test("says that the disk is full, and goes on where it was once there is room", async () => {
  await using fixture = await ownStore();
  const { engine } = fixture;
  const create = "CREATE TABLE IF NOT EXISTS added (n UInt8) ENGINE = MergeTree ORDER BY n";
  const insert = "INSERT INTO added VALUES (1)";
  // More than there is, so that the engine takes each disk for a full one.
  const full = `${create} SETTINGS min_free_disk_bytes_to_perform_insert = ${2 ** 60}`;
  const step = { version: 1000, statements: [full, insert] };
  await expect(migrate(engine, [...migrations, step])).rejects.toMatchObject({
    code: "STORE_FULL",
    message: expect.stringContaining("room on the disk of the store to bring its tables") as string,
  });
  await engine.command(
    "ALTER TABLE added MODIFY SETTING min_free_disk_bytes_to_perform_insert = 0",
  );
  expect(await migrate(engine, [...migrations, step])).toEqual([1000]);
});

test("finds events by their metadata that were stored before it was indexed", async () => {
  await using directory = await temporaryDirectory();
  await using engine = await openEngine(directory.path);
  const store = new Store(engine);
  await migrate(engine, migrations.slice(0, 1));
  const terms = { plain: "a b", escaped: 'é "☕"', number: 3.5, boolean: true };
  const values = { ...terms, parent_span_id: "0a", trace_id: "0b", cost: 0.5, total_tokens: 7 };
  const event = { ...mapped({}), metadata: { ...values, nested: { plain: "a b" } } };
  const row = toEventRow(event, 0);
  await store.insertRows("events", [row]);
  await migrate(engine);
  await store.insertRows("events", [{ ...row, event_id: "later" }]);
  for (const [key, value] of Object.entries(values)) {
    for (const type of ["string", undefined] as const) {
      const is = { field: `metadata.${key}`, operator: "is", value: String(value), type } as const;
      const [total] = await store.select(countEvents(event.project_id, { filters: [is] }));
      expect({ key, type, total }).toEqual({ key, type, total: 2 });
    }
  }
});

test("lists sessions that were stored before they had a table of their own", async () => {
  await using directory = await temporaryDirectory();
  await using engine = await openEngine(directory.path);
  const store = new Store(engine);
  await migrate(engine, migrations.slice(0, 6));
  const event = mapped({});
  const filters = [{ field: "event_type", operator: "is", value: "session" } as const];
  const months = Array.from({ length: 3 }, (_, month) => Date.UTC(2026, month, 15));
  const sessions = months.map((start, index): Event => {
    const id = `session-${index}`;
    const times = { start_time: start, end_time: start };
    return { ...event, ...times, event_type: "session", event_id: id, session_id: id };
  });
  const rows = [event, ...sessions].map((each) => toEventRow(each, 0));
  await store.insertRows("events", [...rows, { ...rows[1], version: 7, is_deleted: 1 }]);
  // A migration that was cut short is run again.
  await migrate(engine);
  await engine.command("TRUNCATE TABLE migrations");
  await engine.command("ALTER TABLE migrations MODIFY COMMENT 'version 6'");
  expect(await migrate(engine)).toEqual([7, 8, 9, 10]);
  expect(await store.select(countEvents(event.project_id, { filters }))).toEqual([2]);
});

const definitionsOfNew = (async () => {
  await using fresh = await ownStore();
  return await definitionsOf(fresh.engine);
})();

test.each(migrations.slice(0, -1))(
  "brings tables of version $version to what a new store has, with their rows",
  async ({ version }) => {
    await using directory = await temporaryDirectory();
    await using engine = await openEngine(directory.path);
    await migrate(
      engine,
      migrations.filter((step) => step.version <= version),
    );
    const event = mapped({});
    const store = new Store(engine);
    await store.insertRows("events", [toEventRow(event, 0)]);
    await migrate(engine);
    expect(await store.select(findEvents(event.project_id, [event.event_id]))).toEqual([event]);
    expect(await definitionsOf(engine)).toEqual(await definitionsOfNew);
  },
);

test("makes the tables of a new store again where that was cut short, with the same result", async () => {
  await using fixture = await ownStore();
  const { engine } = fixture;
  await engine.command("TRUNCATE TABLE migrations");
  await engine.command("ALTER TABLE migrations MODIFY COMMENT ''");
  expect(await migrate(engine)).toEqual(migrations.map(({ version }) => version));
  expect(await definitionsOf(engine)).toEqual(await definitionsOfNew);
});

test.each(migrations)("has not edited version $version, which is released", async (migration) => {
  const statements = [...migration.statements, ...(migration.takeOver ?? [])];
  const sql = statements.map((statement) => `${statement};\n`).join("\n");
  await expect(sql).toMatchFileSnapshot(`./fixtures/version-${migration.version}.sql`);
});

test("refuses a directory that a newer server has written", async () => {
  await using fixture = await ownStore();
  const { engine } = fixture;
  await migrate(engine, [...migrations, { version: 1000, statements: [] }]);
  await expect(migrate(engine)).rejects.toThrow(/version 10 or older, got 1000: a newer server/);
});

test("writes templates that a replicated cluster would understand, though none has run them", async () => {
  await using fixture = await ownStore();
  const cluster = replicatedTopology("main");
  const statements = migrations
    .flatMap((migration) => migration.statements)
    .map((statement) => renderTemplate(statement, cluster));
  const spreading = tables.map((table) => spreadStatement(table, cluster) ?? "");
  for (const sql of [...statements, ...spreading]) {
    expect(sql).not.toContain("{{");
    const rows = fixture.engine.query(
      "SELECT formatQuery({sql:String}) AS sql",
      { sql },
      { timeoutMs: 10_000 },
    );
    expect(JSON.stringify(await collectRows(rows))).toContain(" ON CLUSTER main");
  }
});

async function definitionsOf(engine: Engine): Promise<unknown[]> {
  const sql = `SELECT name, create_table_query AS definition FROM system.tables
    WHERE database = currentDatabase() ORDER BY name`;
  return collectRows(engine.query(sql, {}, { timeoutMs: 10_000 }));
}
