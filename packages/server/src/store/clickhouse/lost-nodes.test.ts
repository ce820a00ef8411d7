import { randomUUID } from "node:crypto";

import { startClickHouse, type ClickHouse } from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { startFailingProxy, type FailingProxy } from "../../testing/failing-proxy.js";
import { collectRows } from "../collect-rows.js";
import { ClickHouseEngine } from "./clickhouse-engine.js";
import { parseStoreUrl } from "./parse-store-url.js";

let clickhouse: ClickHouse;

beforeAll(async () => {
  clickhouse = await startClickHouse();
}, 60_000);

afterAll(() => clickhouse[Symbol.asyncDispose]());

const row = Buffer.from('{"n":7}');

test("takes nobody else for ClickHouse: what a page answers is not stored", async () => {
  await using proxy = await openProxy();
  await using engine = await openEngine(proxy);
  await engine.define("CREATE TABLE seen (n UInt8) ENGINE = MergeTree ORDER BY n");
  proxy.replace();
  const refused = {
    code: "STORE_UNAVAILABLE",
    message: expect.stringMatching(/headers/) as unknown,
  };
  await expect(engine.insert("seen", row, { token: "1" })).rejects.toMatchObject(refused);
  await expect(engine.command("SELECT 1")).rejects.toMatchObject(refused);
  await expect(readSeen(engine)).rejects.toMatchObject(refused);
  expect(await engine.health()).toMatchObject({ ready: false });
  await expect(ClickHouseEngine.start(location(proxy))).rejects.toThrow(
    /Expected a ClickHouse server at .*got: an answer without the headers.*correct the address/,
  );
  proxy.restore();
  await engine.insert("seen", row, { token: "1" });
  expect(await readSeen(engine)).toEqual([{ n: 7 }]);
});

test("stores and answers what came while a gateway said that nobody is behind it", async () => {
  await using proxy = await openProxy();
  await using engine = await openEngine(proxy);
  await engine.define("CREATE TABLE seen (n UInt8) ENGINE = MergeTree ORDER BY n");
  proxy.replace(502);
  const inserted = engine.insert("seen", row, { token: "1" });
  const read = collectRows(engine.query("SELECT 1 AS one", {}, { timeoutMs: 10_000 }));
  proxy.restore();
  await inserted;
  expect(await read).toEqual([{ one: 1 }]);
  proxy.replace(502);
  await expect(engine.insert("seen", row, { token: "2" })).rejects.toMatchObject({
    code: "STORE_UNAVAILABLE",
  });
});

test("gives up a node that has fallen silent, and stores when it is back", async () => {
  await using proxy = await openProxy();
  await using engine = await openEngine(proxy, 100);
  await engine.define("CREATE TABLE seen (n UInt8) ENGINE = MergeTree ORDER BY n");
  proxy.silence();
  await expect(engine.insert("seen", row, { token: "1" })).rejects.toMatchObject({
    code: "STORE_UNAVAILABLE",
    message: expect.stringMatching(/fallen silent/) as unknown,
  });
  proxy.restore();
  await engine.insert("seen", row, { token: "2" });
  expect(await readSeen(engine)).toEqual([{ n: 7 }]);
});

test("asks another node when one has fallen silent", async () => {
  await using shards = await startClickHouse({ shards: 2 });
  const [first, second] = shards.nodes.map(({ host }) => host);
  await using proxy = await startFailingProxy(first ?? "");
  const url = `clickhouse://${proxy.host},${second}/default?cluster=main&replicated=0`;
  const engine = await ClickHouseEngine.start(parseStoreUrl(url), { probeEveryMs: 100 });
  proxy.silence();
  const answers = Array.from({ length: 4 }, () =>
    collectRows(engine.query("SELECT 1 AS one", {}, { timeoutMs: 10_000 })),
  );
  expect(await Promise.all(answers)).toEqual(Array(4).fill([{ one: 1 }]));
  await engine.close();
});

test("lets a statement take long whose node answers others", async () => {
  await using proxy = await openProxy();
  await using engine = await openEngine(proxy, 100);
  const sql = "SELECT sleepEachRow(0.5) AS slept FROM numbers(3) SETTINGS max_block_size = 3";
  const slow = engine.query(sql, {}, { timeoutMs: 10_000 });
  expect(await collectRows(slow)).toHaveLength(3);
});

function openProxy(): Promise<FailingProxy> {
  return startFailingProxy(clickhouse.nodes[0]?.host ?? "");
}

function location({ host }: FailingProxy, database = "default"): ReturnType<typeof parseStoreUrl> {
  return parseStoreUrl(`clickhouse://${host}/${database}`);
}

async function openEngine(
  proxy: FailingProxy,
  probeEveryMs?: number,
): Promise<ClickHouseEngine & AsyncDisposable> {
  const database = `test_${randomUUID().replaceAll("-", "")}`;
  const options = probeEveryMs === undefined ? {} : { probeEveryMs };
  const engine = await ClickHouseEngine.start(location(proxy, database), options);
  return Object.assign(engine, { [Symbol.asyncDispose]: () => engine.close() });
}

function readSeen(engine: ClickHouseEngine): Promise<unknown[]> {
  return collectRows(engine.query("SELECT n FROM seen", {}, { timeoutMs: 10_000 }));
}
