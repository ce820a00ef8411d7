import { expect, test } from "vitest";

import { temporaryStore } from "../../testing/temporary-store.js";
import { collectRows } from "../collect-rows.js";
import { migrate, renderMigration, singleNode } from "./migrate.js";
import { migrations } from "./migrations.js";

test("runs each migration once", async () => {
  await using fixture = await temporaryStore();
  const { engine } = fixture;
  const added = {
    version: 1000,
    statements: ["CREATE TABLE added (n UInt8) ENGINE = MergeTree ORDER BY n"],
  };
  await migrate(engine, singleNode, [...migrations, added]);
  await migrate(engine, singleNode, [...migrations, added]);
  const rows = await collectRows(
    engine.query("SELECT version FROM migrations ORDER BY version", {}, { timeoutMs: 10_000 }),
  );
  expect(rows.map((row) => row["version"])).toEqual([1, 1000]);
});

test("refuses a directory that a newer server has written", async () => {
  await using fixture = await temporaryStore();
  const { engine } = fixture;
  await migrate(engine, singleNode, [...migrations, { version: 1000, statements: [] }]);
  await expect(migrate(engine)).rejects.toThrow(/version 1 or older, got 1000: a newer server/);
});

test("writes templates that a cluster would understand, though none has run them", async () => {
  await using fixture = await temporaryStore();
  const cluster = {
    engine: "ReplicatedReplacingMergeTree",
    onCluster: " ON CLUSTER main",
    local: "_local",
  };
  for (const statement of migrations.flatMap((migration) => migration.statements)) {
    const sql = renderMigration(statement, cluster).replace(
      "ReplicatedReplacingMergeTree(",
      "ReplicatedReplacingMergeTree('/tables/{shard}', '{replica}', ",
    );
    expect(sql).not.toContain("{{");
    const rows = fixture.engine.query(
      "SELECT formatQuery({sql:String}) AS sql",
      { sql },
      { timeoutMs: 10_000 },
    );
    expect(JSON.stringify(await collectRows(rows))).toContain("_local ON CLUSTER main");
  }
});
