import { expect, test } from "vitest";

import { startClickHouse } from "./start-clickhouse.js";

test("starts shards that know each other, and keeps their data when one is killed", async () => {
  await using clickhouse = await startClickHouse({ shards: 2 });
  const [first, second] = clickhouse.nodes;
  if (first === undefined || second === undefined) throw new Error("Expected two nodes.");
  await second.ask("CREATE TABLE default.kept (n UInt8) ENGINE = MergeTree ORDER BY n");
  await second.ask("INSERT INTO default.kept VALUES (7)");
  await second.kill();
  await expect(second.ask("SELECT 1")).rejects.toThrow();
  await second.start();
  expect(await second.ask("SELECT n FROM default.kept")).toBe("7");
  expect(await first.ask("SELECT count() FROM system.clusters WHERE cluster = 'main'")).toBe("2");
  expect(await first.ask("SELECT sum(1) FROM clusterAllReplicas('main', system.one)")).toBe("2");
});
