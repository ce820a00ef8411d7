import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { collectRows, type Row } from "../store/collect-rows.js";
import { toField, toJsonField } from "../store/tab-separated.js";
import { spreadStatement } from "../store/topology.js";
import type { Engine, QueryParams } from "../store/engine.js";

export interface EngineFixture extends AsyncDisposable {
  readonly engine: Engine;
}

/** What every engine has to do. `open` gives an empty engine that answers one query at a time or more. */
export function describeEngine(name: string, open: () => Promise<EngineFixture>): void {
  describe(`${name} as an engine`, () => {
    let fixture: EngineFixture;

    // One for all of them: what a test leaves behind in a connection, the next one must not see.
    beforeAll(async () => {
      fixture = await open();
    });

    afterAll(() => fixture[Symbol.asyncDispose]());

    test("gives back the rows that were inserted", async () => {
      await createNumbers(fixture.engine);
      await insert(
        fixture.engine,
        [
          { n: 1, name: "a" },
          { n: 2, name: "quote \" ' and 🐝" },
        ],
        "1",
      );
      expect(await select(fixture.engine, "SELECT n, name FROM numbers_seen ORDER BY n")).toEqual([
        { n: 1, name: "a" },
        { n: 2, name: "quote \" ' and 🐝" },
      ]);
    });

    test("gives back tab-separated rows, whatever their values contain", async () => {
      await fixture.engine.define(
        "CREATE TABLE texts{{LOCAL}}{{ON_CLUSTER}} (n UInt32, text String, json String, error Nullable(String), " +
          "list Array(String)) ENGINE = MergeTree ORDER BY n",
      );
      const spread = spreadStatement({ name: "texts", shardBy: "n" }, fixture.engine.topology);
      if (spread !== undefined) await fixture.engine.define(spread);
      const texts = ["", "\\N", "a\tb\nc\rd\0e\\n\\", "quote \" ' and 🐝", "\b\f\v\u2028"];
      const rows = texts.map((text, n) => ({
        n,
        text,
        json: JSON.stringify({ text }),
        error: text === "" ? null : text,
        list: texts.slice(0, n),
      }));
      const lines = rows.map(({ list, error, json, text, n }) =>
        [...[list, error, text, n].map(toField), toJsonField(json)].join("\t").concat("\n"),
      );
      const columns = ["list", "error", "text", "n", "json"];
      await fixture.engine.insert("texts", Buffer.from(lines.join("")), { token: "1", columns });
      expect(
        await select(fixture.engine, "SELECT n, text, json, error, list FROM texts ORDER BY n"),
      ).toEqual(rows);
    });

    test("puts lines together that come in pieces, wherever these end", async () => {
      await createNumbers(fixture.engine);
      const rows = Array.from({ length: 5 }, (_, n) => ({ n, name: `🐝${n}` }));
      const text = Buffer.from(rows.map((row) => JSON.stringify(row)).join("\n"));
      const ends = [0, 3, 15, 16, 40, text.length];
      const pieces = ends.slice(1).map((end, index) => text.subarray(ends[index], end));
      await fixture.engine.insert("numbers_seen", pieces, { token: "1" });
      expect(await select(fixture.engine, "SELECT n, name FROM numbers_seen ORDER BY n")).toEqual(
        rows,
      );
    });

    test("binds parameters as values, whatever they contain", async () => {
      const text = "'; DROP TABLE numbers_seen; -- \\ {x:String} \n\t";
      const sql =
        "SELECT {text:String} AS text, {list:Array(String)} AS list, {number:Float64} AS number";
      const params = { text, list: [text, "", "ü"], number: 1.5 };
      expect(await select(fixture.engine, sql, params)).toEqual([params]);
    });

    test.each([1e308, -1e308, 2 ** 60, 5e-324, -0.5])("binds the number %d", async (number) => {
      const sql = "SELECT {number:Float64} = toFloat64({text:String}) AS same";
      const params = { number, text: String(number) };
      expect(await select(fixture.engine, sql, params)).toEqual([{ same: 1 }]);
    });

    test("stores a batch once when it is sent again under its token", async () => {
      await createNumbers(fixture.engine);
      await insert(fixture.engine, [{ n: 1, name: "a" }], "same");
      await insert(fixture.engine, [{ n: 1, name: "a" }], "same");
      expect(await count(fixture.engine)).toBe(1);
    });

    test("says that its disk is full, and stores what it refused when there is room", async () => {
      await using fixture = await open();
      const { engine } = fixture;
      await createNumbers(engine);
      const change = "ALTER TABLE numbers_seen{{LOCAL}}{{ON_CLUSTER}}";
      const setting = "min_free_disk_bytes_to_perform_insert";
      await engine.define(`${change} MODIFY SETTING ${setting} = ${2 ** 60}`);
      const rows = [{ n: 1, name: "a" }];
      await expect(insert(engine, rows, "1")).rejects.toMatchObject({ code: "STORE_FULL" });
      await engine.define(`${change} RESET SETTING ${setting}`);
      await insert(engine, rows, "2");
      expect(await count(engine)).toBe(1);
    });

    test("stores a large batch as one part, and once when it is sent again under its token", async () => {
      await createNumbers(fixture.engine);
      const rows = Array.from({ length: 3000 }, (_, n) => ({
        n,
        name: `${n} '"\\\n🐝`.repeat(90),
      }));
      const lines = rows.map(({ n, name }) => `${[name, n].map(toField).join("\t")}\n`);
      const text = Buffer.from(lines.join(""));
      const columns = ["name", "n"];
      for (const token of ["same", "same"]) {
        const pieces = [text.subarray(0, 1_000_001), text.subarray(1_000_001)];
        await fixture.engine.insert("numbers_seen", pieces, { token, columns });
      }
      const sql = "SELECT n, name FROM numbers_seen ORDER BY n";
      expect(await select(fixture.engine, sql)).toEqual(rows);
      const parts = "SELECT uniqExact(_part) AS parts FROM numbers_seen GROUP BY _table";
      const shards = await select(fixture.engine, parts);
      expect(shards).toEqual(shards.map(() => ({ parts: 1 })));
    });

    test("refuses a large batch that does not fit the table, as a whole, and says where", async () => {
      await createNumbers(fixture.engine);
      const rows = Array.from({ length: 3000 }, (_, n) => ({
        n: n === 2900 ? "no number" : n,
        name: "x".repeat(200),
      }));
      await expect(insert(fixture.engine, rows, "1")).rejects.toMatchObject({
        code: "INSERT_FAILED",
        message: expect.stringMatching(/no number|row 290[01]/) as unknown,
      });
      expect(await count(fixture.engine)).toBe(0);
    });

    test("shows no rows of a failed query in the results that follow", async () => {
      // Blocks are 65,409 rows: several are out before the error comes.
      const failing = "SELECT number AS secret, throwIf(number = 200000) FROM numbers(1000000)";
      await expect(select(fixture.engine, failing)).rejects.toThrow(/throwIf/);
      for (let attempt = 0; attempt < 5; attempt++) {
        expect(await select(fixture.engine, "SELECT 5 AS answer")).toEqual([{ answer: 5 }]);
      }
    });

    test("shows no rows of a query that ran out of time in the results that follow", async () => {
      const rows = fixture.engine.query("SELECT number FROM numbers(1e12)", {}, { timeoutMs: 200 });
      await expect(drain(rows)).rejects.toMatchObject({ code: "QUERY_TIMEOUT" });
      expect(await select(fixture.engine, "SELECT 5 AS answer")).toEqual([{ answer: 5 }]);
    });

    test("stops a query whose reader left, and shows none of its rows later", async () => {
      const endless = fixture.engine.query(
        "SELECT number FROM numbers(1e12)",
        {},
        { timeoutMs: 60_000 },
      );
      for await (const chunk of endless) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
      expect(await select(fixture.engine, "SELECT 5 AS answer")).toEqual([{ answer: 5 }]);
    });

    test("stops a query when its signal aborts", async () => {
      const signal = AbortSignal.timeout(100);
      const rows = fixture.engine.query(
        "SELECT number FROM numbers(1e12)",
        {},
        { timeoutMs: 60_000, signal },
      );
      await expect(drain(rows)).rejects.toMatchObject({ code: "QUERY_CANCELLED" });
      expect(await select(fixture.engine, "SELECT 5 AS answer")).toEqual([{ answer: 5 }]);
    });

    test("answers many queries at once, each with its own rows", async () => {
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          select(fixture.engine, "SELECT {n:UInt32} AS n FROM numbers(100)", { n }),
        ),
      );
      answers.forEach((rows, n) => {
        expect(rows).toHaveLength(100);
        expect(new Set(rows.map((row) => row["n"]))).toEqual(new Set([n]));
      });
    });

    test("takes inserts while a query runs", async () => {
      await createNumbers(fixture.engine);
      const sql = "SELECT number FROM numbers(1e12)";
      for await (const chunk of fixture.engine.query(sql, {}, { timeoutMs: 60_000 })) {
        expect(chunk.length).toBeGreaterThan(0);
        await insert(fixture.engine, [{ n: 1, name: "a" }], "1");
        break;
      }
      expect(await count(fixture.engine)).toBe(1);
    });

    test("refuses a batch that does not fit the table, as a whole", async () => {
      await createNumbers(fixture.engine);
      const rows = [
        { n: 1, name: "a" },
        { n: "no number", name: "b" },
      ];
      await expect(insert(fixture.engine, rows, "1")).rejects.toMatchObject({
        code: "INSERT_FAILED",
      });
      expect(await count(fixture.engine)).toBe(0);
    });
  });
}

/** An empty table, whatever the test before it had in its own. */
async function createNumbers(engine: Engine): Promise<void> {
  for (const table of ["numbers_seen", "numbers_seen{{LOCAL}}"]) {
    await engine.define(`DROP TABLE IF EXISTS ${table}{{ON_CLUSTER}} SYNC`);
  }
  await engine.define(
    "CREATE TABLE numbers_seen{{LOCAL}}{{ON_CLUSTER}} (n UInt32, name String) ENGINE = MergeTree ORDER BY n " +
      "SETTINGS non_replicated_deduplication_window = 100",
  );
  const spread = spreadStatement({ name: "numbers_seen", shardBy: "n" }, engine.topology);
  if (spread !== undefined) await engine.define(spread);
}

function insert(engine: Engine, rows: readonly object[], token: string): Promise<void> {
  const ndjson = Buffer.from(rows.map((row) => JSON.stringify(row)).join("\n"));
  return engine.insert("numbers_seen", ndjson, { token });
}

function select(engine: Engine, sql: string, params: QueryParams = {}): Promise<Row[]> {
  return collectRows(engine.query(sql, params, { timeoutMs: 20_000 }));
}

async function count(engine: Engine): Promise<number> {
  const [row] = await select(engine, "SELECT count() AS total FROM numbers_seen");
  return Number(row?.["total"]);
}

async function drain(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) expect(chunk.length).toBeGreaterThan(0);
}
