import { once } from "node:events";
import { connect } from "node:net";

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

test("a node outlives connections that say what it does not understand", async () => {
  await using clickhouse = await startClickHouse();
  const [node] = clickhouse.nodes;
  if (node === undefined) throw new Error("Expected a node.");
  const tcpPort = Number(await node.ask("SELECT tcpPort()"));
  for (let round = 0; round < 5; round++) {
    const socket = connect(tcpPort, "127.0.0.1");
    socket.end(Buffer.from([77, 1, 2, 3])).resume();
    await once(socket, "close");
    expect(await node.ask("SELECT 1")).toBe("1");
  }
});
