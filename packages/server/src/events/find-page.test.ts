import type { Event, EventFilter, ExportEventsRequest } from "@honeyhive/contract";
import { makeRandom, startClickHouse, type Random } from "@honeyhive/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { findEvents } from "../queries/find-events.js";
import { findSessionEvents } from "../queries/find-session-events.js";
import { findSessionRollups } from "../queries/find-session-rollups.js";
import { ClickHouseEngine } from "../store/clickhouse/clickhouse-engine.js";
import { parseStoreUrl } from "../store/clickhouse/parse-store-url.js";
import { eventColumns, parseEventRow, toEventRow } from "../store/event-row.js";
import { migrate } from "../store/migrations/migrate.js";
import { Store } from "../store/store.js";
import { toTimestamp } from "../store/timestamps.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryStore } from "../testing/temporary-store.js";
import { exportEvents } from "./export-events.js";
import { findPage, readPage } from "./find-page.js";

const startMs = Date.UTC(2026, 5, 1, 10);
const hourMs = 3_600_000;
const projectId = mapped({}).project_id;
const random = makeRandom(20);
let receivedMs = startMs;

/** Where the same rows are: in one process, and on two shards. */
const stores = { embedded: openEmbedded, cluster: openCluster };
const places = ["embedded", "cluster"] as const;
const opened: Partial<Record<keyof typeof stores, OpenedStore>> = {};
let expected: readonly Event[];

beforeAll(async () => {
  // Each insert is a part of its own: versions of an event are in different ones.
  const inserts = Array.from({ length: 6 }, () =>
    Array.from({ length: 60 }, () => randomRow(random)),
  );
  for (const place of places) {
    const fixture = await stores[place]();
    opened[place] = fixture;
    for (const rows of inserts) await fixture.store.insertRows("events", rows);
  }
  expected = await storeOf("embedded").select({
    sql: `SELECT ${eventColumns} FROM events FINAL WHERE project_id = {project_id:String}
      ORDER BY start_time DESC, event_id`,
    params: { project_id: projectId },
    parse: parseEventRow,
  });
}, 120_000);

afterAll(async () => {
  for (const fixture of Object.values(opened)) await fixture[Symbol.asyncDispose]();
});

const cases: readonly { filters: EventFilter[]; fits: (event: Event) => boolean }[] = [
  { filters: [], fits: () => true },
  {
    filters: [{ field: "event_type", operator: "is", value: "model" }],
    fits: ({ event_type }) => event_type === "model",
  },
  {
    filters: [{ field: "metadata.color", operator: "is", value: "red" }],
    fits: ({ metadata }) => metadata["color"] === "red",
  },
  {
    filters: [{ field: "error", operator: "not exists" }],
    fits: ({ error }) => error === null,
  },
  { filters: [{ field: "event_name", operator: "is", value: "nobody" }], fits: () => false },
  {
    filters: [{ field: "event_type", operator: "is", value: "session" }],
    fits: ({ event_type }) => event_type === "session",
  },
  {
    filters: [
      { field: "metadata.color", operator: "is", value: "blue" },
      { field: "event_type", operator: "is", value: "session" },
    ],
    fits: ({ event_type, metadata }) => event_type === "session" && metadata["color"] === "blue",
  },
];

const placesAndCases = places.flatMap((place) => cases.map((each) => ({ place, ...each })));

describe.each(placesAndCases)("events by $filters, $place", ({ place, filters, fits }) => {
  test.each([17, 500])("are on pages of %i, each once, as they are now", async (limit) => {
    const store = storeOf(place);
    const seen: Event[] = [];
    for (let page = 1; seen.length === (page - 1) * limit; page++) {
      const found = await findPage(store, projectId, { filters, limit, page });
      const events = await readPage(store, projectId, found.places, { filters });
      if (events.length === 0) break;
      seen.push(...events);
    }
    expect(seen).toEqual(expected.filter(fits));
  });

  test("follow each other by cursors", async () => {
    const store = storeOf(place);
    const seen: Event[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined;) {
      const search: ExportEventsRequest = { filters, limit: 7, totalUpTo: 1 };
      const request = cursor === "" ? search : { ...search, cursor };
      const { events, nextCursor, totalEvents } = await exportEvents(store, projectId, request);
      expect(totalEvents).toBe(Math.min(7, expected.filter(fits).length - seen.length));
      seen.push(...events);
      cursor = nextCursor;
    }
    const ids = (events: readonly Event[]): string[] => events.map(({ event_id }) => event_id);
    expect(ids(seen)).toEqual(ids(expected.filter(fits)));
  });

  test("are counted as far as was asked for", async () => {
    const total = expected.filter(fits).length;
    for (const totalUpTo of [5, Math.max(total, 2), 1000]) {
      const search = { filters, limit: 2, totalUpTo };
      const found = await findPage(storeOf(place), projectId, search);
      expect(found.total).toEqual(
        total > totalUpTo
          ? { totalEvents: totalUpTo, moreThanTotal: true }
          : { totalEvents: total },
      );
    }
  });
});

describe.each(places)("what is found by ids, %s", (place) => {
  test("are the events of a session, oldest first", async () => {
    const found = await storeOf(place).select(findSessionEvents(projectId, "session-3"));
    const own = expected.filter(({ session_id }) => session_id === "session-3");
    expect(found.map(({ event_id }) => event_id).toSorted()).toEqual(
      own.map(({ event_id }) => event_id).toSorted(),
    );
    const starts = found.map(({ start_time }) => start_time);
    expect(starts).toEqual(starts.toSorted((left, right) => left - right));
  });

  test("are events as they are now, and none that was deleted", async () => {
    const ids = Array.from({ length: 120 }, (_, number) => idsOf(number).event_id);
    const found = await storeOf(place).select(findEvents(projectId, ids));
    const byId = (events: readonly Event[]): Event[] =>
      events.toSorted((left, right) => (left.event_id < right.event_id ? -1 : 1));
    expect(byId(found)).toEqual(byId(expected));
  });

  test("are roll-ups of sessions that count each event once, but not the session's own", async () => {
    const ids = ["session-1", "session-8"];
    const others = expected.filter(({ event_id, session_id }) => event_id !== session_id);
    const found = await storeOf(place).select(findSessionRollups(projectId, ids));
    const counts = found.map(({ sessionId, rollup }) => [sessionId, rollup.num_events]);
    expect(Object.fromEntries(counts)).toEqual(
      Object.fromEntries(
        ids.map((id) => [id, others.filter(({ session_id }) => session_id === id).length]),
      ),
    );
  });
});

interface OpenedStore extends AsyncDisposable {
  readonly store: Store;
}

function storeOf(place: keyof typeof stores): Store {
  const fixture = opened[place];
  if (fixture === undefined) throw new Error(`Expected the ${place} store to be open.`);
  return fixture.store;
}

function openEmbedded(): Promise<OpenedStore> {
  return temporaryStore();
}

async function openCluster(): Promise<OpenedStore> {
  const shards = await startClickHouse({ shards: 2 });
  const engine = await ClickHouseEngine.start(parseStoreUrl(shards.storeUrl("pages")));
  await migrate(engine);
  return {
    store: new Store(engine),
    [Symbol.asyncDispose]: async () => {
      await engine.close();
      await shards[Symbol.asyncDispose]();
    },
  };
}

/** The first events are those of their sessions. */
function idsOf(number: number): Pick<Event, "event_id" | "session_id"> {
  const session_id = `session-${number % 9}`;
  return { event_id: number < 9 ? session_id : `event-${number}`, session_id };
}

/** A version of one of a few events. Any of its fields may have changed, and it may be deleted. */
function randomRow(from: Random): object {
  const number = from.pick([from.below(120), from.below(9)]);
  const minute = number % 2 === 0 ? number : from.below(60);
  const start = startMs + (number % 5) * hourMs + (minute % 60) * 60_000;
  const event: Event = {
    ...mapped({}),
    ...idsOf(number),
    event_type: from.pick(number < 9 ? ["session", "chain"] : ["model", "tool"]),
    error: from.pick([null, "It failed."]),
    metadata: { color: from.pick(["red", "blue"]), unique: from.next() },
    start_time: start,
    end_time: start,
  };
  const isDeleted = from.below(20) === 0;
  const version = isDeleted ? 1000 : number % 3 === 0 ? 0 : from.below(100);
  // Of two rows of one version the one that is inserted later counts, however fast they are made.
  receivedMs += 1;
  const received = toTimestamp(receivedMs);
  return { ...toEventRow(event, version, received), is_deleted: isDeleted ? 1 : 0 };
}
