import { randomUUID } from "node:crypto";

import { startClickHouse, type ClickHouse } from "@honeyhive/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { describeEngine, type EngineFixture } from "../../testing/engine-conformance.js";
import { collectRows } from "../collect-rows.js";
import { Store } from "../store.js";
import { spreadStatement } from "../topology.js";
import { ClickHouseEngine } from "./clickhouse-engine.js";
import { parseStoreUrl } from "./parse-store-url.js";

let single: ClickHouse;
let cluster: ClickHouse;

beforeAll(async () => {
  [single, cluster] = await Promise.all([startClickHouse(), startClickHouse({ shards: 2 })]);
}, 60_000);

afterAll(async () => {
  await single[Symbol.asyncDispose]();
  await cluster[Symbol.asyncDispose]();
});

describeEngine("a ClickHouse server", () => openEngine(single));
describeEngine("a cluster of two shards", () => openEngine(cluster));

describe("ClickHouseEngine", () => {
  test("sends an insert again when the node comes back", async () => {
    await using clickhouse = await startClickHouse();
    await using fixture = await openEngine(clickhouse);
    const { engine } = fixture;
    await engine.define("CREATE TABLE seen (n UInt8) ENGINE = MergeTree ORDER BY n");
    const [node] = clickhouse.nodes;
    await node?.kill();
    expect(await engine.health()).toEqual({ engine: "clickhouse", ready: false });
    const inserted = engine.insert("seen", Buffer.from('{"n":7}'), { token: "1" });
    await node?.start();
    await inserted;
    expect(await engine.health()).toEqual({ engine: "clickhouse", ready: true });
    const rows = engine.query("SELECT n FROM seen", {}, { timeoutMs: 10_000 });
    expect(await collectRows(rows)).toEqual([{ n: 7 }]);
  });

  test("answers what was asked while its node was started again, and while it ended", async () => {
    await using clickhouse = await startClickHouse();
    await using fixture = await openEngine(clickhouse);
    const [node] = clickhouse.nodes;
    const sql = `SELECT number, sleepEachRow(0.1) FROM numbers(5)
      WHERE {project_id:String} != '' SETTINGS max_block_size = 1`;
    const store = new Store(fixture.engine);
    const ask = (): Promise<number[]> =>
      store.select({ sql, params: { project_id: "p" }, parse: (row) => Number(row["number"]) });
    const during = ask();
    await node?.kill();
    const meanwhile = ask();
    await node?.start();
    const numbers = [0, 1, 2, 3, 4];
    expect(await Promise.all([during, meanwhile])).toEqual([numbers, numbers]);
  });

  test("spreads rows over the shards, and asks the other node when one is gone", async () => {
    await using clickhouse = await startClickHouse({ shards: 2 });
    await using fixture = await openEngine(clickhouse);
    const { engine } = fixture;
    await clickhouse.nodes[1]?.kill();
    const answers = Array.from({ length: 4 }, () =>
      collectRows(engine.query("SELECT 1 AS one", {}, { timeoutMs: 10_000 })),
    );
    expect(await Promise.all(answers)).toEqual(Array(4).fill([{ one: 1 }]));
  });

  test.each([
    ["a server", () => single],
    ["a cluster", () => cluster],
  ])("%s takes lists that are longer than a parameter may be", async (_, clickhouse) => {
    await using fixture = await openEngine(clickhouse());
    const { engine } = fixture;
    await engine.define(
      "CREATE TABLE ids{{LOCAL}} (id String, INDEX by_id id TYPE bloom_filter) ENGINE = MergeTree ORDER BY tuple()",
    );
    const spread = spreadStatement({ name: "ids", shardBy: "cityHash64(id)" }, engine.topology);
    if (spread !== undefined) await engine.define(spread);
    const ids = Array.from({ length: 20_000 }, () => randomUUID());
    const rows = ids.slice(0, 5).map((id) => JSON.stringify({ id }));
    await engine.insert("ids", Buffer.from(`${rows.join("\n")}\n{"id":"other"}`), { token: "1" });
    const sql = `SELECT count() AS found, length({ids:Array(String)}) AS asked FROM ids
      WHERE id IN {ids:Array(String)} AND id IN (SELECT id FROM ids WHERE id IN {ids:Array(String)})`;
    const answer = engine.query(sql, { ids }, { timeoutMs: 10_000 });
    expect(await collectRows(answer)).toEqual([{ found: 5, asked: 20_000 }]);
  });

  test("says who is not let in, and never the password", async () => {
    const host = single.nodes[0]?.host ?? "";
    const start = ClickHouseEngine.start(parseStoreUrl(`clickhouse://guarded:guess@${host}/db`));
    await expect(start).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: expect.stringMatching(/to let user `guarded` in(?!.*guess)/) as unknown,
    });
  });

  test("says that a cluster is unknown, not that somebody is not let in", async () => {
    const host = single.nodes[0]?.host ?? "";
    const location = parseStoreUrl(`clickhouse://${host}/unseen?cluster=nosuch`);
    await expect(ClickHouseEngine.start(location)).rejects.toThrow(
      /^Expected `cluster` in the address of the store .* 'nosuch' not found\. `SELECT cluster/,
    );
  });

  test("says that nothing answers at the address", async () => {
    const start = ClickHouseEngine.start(parseStoreUrl("clickhouse://127.0.0.1:1/db"));
    await expect(start).rejects.toThrow(
      /ClickHouse server at http:\/\/127.0.0.1:1, .*ECONNREFUSED/,
    );
  });

  test("waits for inserts under way when it is closed, and refuses new ones", async () => {
    await using fixture = await openEngine(single);
    const { engine } = fixture;
    await engine.define("CREATE TABLE seen (n UInt32) ENGINE = MergeTree ORDER BY n");
    const insert = engine.insert("seen", Buffer.from('{"n":7}'), { token: "1" });
    const closed = Promise.all([engine.close(), engine.close()]);
    await expect(engine.command("SELECT 1")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await insert;
    await closed;
  });
});

/** A database that no other test uses. */
async function openEngine(
  clickhouse: ClickHouse,
): Promise<EngineFixture & { engine: ClickHouseEngine }> {
  const database = `test_${randomUUID().replaceAll("-", "")}`;
  const engine = await ClickHouseEngine.start(parseStoreUrl(clickhouse.storeUrl(database)));
  return { engine, [Symbol.asyncDispose]: () => engine.close() };
}
