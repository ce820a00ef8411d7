import { startClickHouse } from "@honeyhive/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { findPage } from "../events/find-page.js";
import { compileWhere } from "../queries/search-events.js";
import { mapped } from "../testing/mapped-span.js";
import { ownStore } from "../testing/temporary-store.js";
import { until } from "../testing/until.js";
import { ClickHouseEngine } from "./clickhouse/clickhouse-engine.js";
import { parseStoreUrl } from "./clickhouse/parse-store-url.js";
import { collectRows } from "./collect-rows.js";
import type { Engine } from "./engine.js";
import { toEventRow } from "./event-row.js";
import { migrate } from "./migrations/migrate.js";
import { Store } from "./store.js";
import { applyTextIndex, readTextIndexes } from "./text-index.js";

const projectId = mapped({}).project_id;
const places = ["embedded", "cluster"] as const;
type Place = (typeof places)[number];
const openers = { embedded: ownStore, cluster: openCluster };
const opened = new Map<Place, OpenedStore>();

const texts = [
  "The refund of order 4711-AB was refused: invoice missing.",
  'She said "refunds are slow", twice.\nThen she left\tfor good.',
  "Die Rückerstattung für Bestellung 4711 dauerte länger als gewöhnlich.",
  "返金は三営業日以内に処理されます refund",
  'C:\\orders\\refund-4711.json {"status": "refused"}',
  "The \u212Aelvin scale, İstanbul and straße: REFUND",
  "🙂 thanks 🙂 for nothing",
  "ß \u212Aelvin",
  "0x1f4e 12345.678e10 true null",
];

const needles = [
  "refund",
  "EFUN",
  "refund of order",
  "order 4711",
  "4711",
  "12345.678",
  '"refunds are slow"',
  "twice.\nThen",
  "für Bestellung",
  "RÜCKERSTATTUNG FÜR",
  "処理されます refund",
  "orders\\refund",
  "ß kelvin",
  "İstanbul and",
  "istanbul and straße",
  "🙂 thanks",
  "100%_refund",
  "nothing of the kind",
  "",
];

beforeAll(async () => {
  for (const place of places) {
    const fixture = await openers[place]();
    opened.set(place, fixture);
    await insert(fixture.engine, texts);
    await insert(
      fixture.engine,
      texts.map((text) => `${text} ${text}`),
    );
  }
}, 120_000);

afterAll(async () => {
  for (const fixture of opened.values()) await fixture[Symbol.asyncDispose]();
});

describe.each(places)("texts in outputs are found the same, %s", (place) => {
  test("without an index, while one is made, with it, and when it is gone", async () => {
    const { engine } = fixtureOf(place);
    await expectFound(engine);
    expect(await applyTextIndex(engine, "outputs")).toEqual({ added: ["outputs"], dropped: [] });
    await expectFound(engine);
    await untilIndexed(engine);
    await expectFound(engine);
    await insert(engine, ["A refund that came after the index: order 4711."]);
    await expectFound(engine);
    expect(await applyTextIndex(engine, "inputs")).toEqual({
      added: ["inputs"],
      dropped: ["outputs"],
    });
    expect(await applyTextIndex(engine, "all")).toEqual({ added: ["outputs"], dropped: [] });
    expect(await applyTextIndex(engine, "all")).toEqual({ added: [], dropped: [] });
    expect(await readTextIndexes(engine)).toEqual({ inputs: "everywhere", outputs: "everywhere" });
    expect(await applyTextIndex(engine, "none")).toEqual({
      added: [],
      dropped: ["inputs", "outputs"],
    });
    await expectFound(engine);
  });
});

test.each(["refund", "refund of order", "Bestellung 4711 dauerte"])(
  "the index answers for %j, and nothing else does without it",
  async (value) => {
    const { engine } = fixtureOf("embedded");
    await applyTextIndex(engine, "outputs");
    await untilIndexed(engine);
    const filters = [{ field: "outputs.content", operator: "contains", value } as const];
    const { where, params } = compileWhere(projectId, { filters });
    const sql = `SELECT event_id FROM events WHERE ${where} SETTINGS force_data_skipping_indices = 'by_words_of_outputs'`;
    const ask = (): Promise<unknown> =>
      collectRows(engine.query(sql, params, { timeoutMs: 10_000 }));
    expect(await ask()).not.toEqual([]);
    await applyTextIndex(engine, "none");
    await expect(ask()).rejects.toThrow("by_words_of_outputs");
  },
);

/** Each needle is found where the engine finds it by reading all texts. */
async function expectFound(engine: Engine): Promise<void> {
  const store = new Store(engine);
  const expectSame = async (value: string): Promise<void> => {
    const filters = [{ field: "outputs.content", operator: "contains", value } as const];
    const { places: found } = await findPage(store, projectId, { filters, limit: 100 });
    const ids = found.map(({ eventId }) => eventId).toSorted();
    expect({ value, ids }).toEqual({ value, ids: await idsByReading(engine, value) });
  };
  await Promise.all(needles.map(expectSame));
}

async function idsByReading(engine: Engine, value: string): Promise<string[]> {
  const sql = `SELECT DISTINCT event_id FROM events WHERE project_id = {project_id:String}
    AND positionCaseInsensitiveUTF8(JSONExtractString(outputs, 'content'), {value:String}) > 0 ORDER BY event_id`;
  const params = { project_id: projectId, value };
  const rows = await collectRows(engine.query(sql, params, { timeoutMs: 10_000 }));
  return rows.map((row) => String(row["event_id"]));
}

let count = 0;

function insert(engine: Engine, contents: readonly string[]): Promise<void> {
  const rows = contents.map((content) => {
    const event = { ...mapped({}), event_id: `event-${count++}`, outputs: { content } };
    return toEventRow(event, 0);
  });
  return new Store(engine).insertRows("events", rows);
}

async function untilIndexed(engine: Engine): Promise<void> {
  const { cluster } = engine.topology;
  const table =
    cluster === undefined
      ? "system.mutations"
      : `clusterAllReplicas('${cluster}', system.mutations)`;
  const sql = `SELECT count() AS running FROM ${table} WHERE NOT is_done`;
  await until(async () => {
    const [row] = await collectRows(engine.query(sql, {}, { timeoutMs: 10_000 }));
    return Number(row?.["running"]) === 0;
  });
}

interface OpenedStore extends AsyncDisposable {
  readonly engine: Engine;
}

function fixtureOf(place: Place): OpenedStore {
  const fixture = opened.get(place);
  if (fixture === undefined) throw new Error(`Expected the ${place} store to be open.`);
  return fixture;
}

async function openCluster(): Promise<OpenedStore> {
  const shards = await startClickHouse({ shards: 2 });
  const engine = await ClickHouseEngine.start(parseStoreUrl(shards.storeUrl("words")));
  await migrate(engine);
  return {
    engine,
    [Symbol.asyncDispose]: async () => {
      await engine.close();
      await shards[Symbol.asyncDispose]();
    },
  };
}
