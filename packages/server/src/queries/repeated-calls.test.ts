import type { Event, EventFilter } from "@honeyhive/contract";
import { makeRandom, type Random } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { toEventRow } from "../store/event-row.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryStore } from "../testing/temporary-store.js";
import { chartEvents, type ChartQuestion } from "./chart-events.js";

const startMs = Date.UTC(2026, 5, 1, 21);
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const template = mapped({});

interface Written {
  readonly event: Event;
  readonly version: number;
  readonly isDeleted: boolean;
}

/** One of few events in few sessions, so that many are versions of others, and many are calls in calls. */
function randomWritten(random: Random): Written {
  const id = (): string => `event-${random.below(5)}`;
  const tokens = random.pick([
    {},
    { prompt_tokens: 10, completion_tokens: 2 },
    { prompt_tokens: 3 },
  ]);
  // Every sum of them is exact.
  const cost = random.pick([{}, { cost: 0.5 }, { cost: 0.25 }]);
  const event: Event = {
    ...template,
    session_id: `session-${random.below(8)}`,
    event_id: id(),
    parent_id: random.chance(0.75) ? id() : null,
    event_type: random.chance(0.75) ? "model" : "tool",
    event_name: random.pick(["outer", "inner"]),
    start_time: startMs + random.below(4) * hourMs + random.below(2) * 20 * minuteMs,
    config: { model: random.pick(["small", "large"]) },
    metadata: { ...tokens, ...cost },
    metrics: {},
  };
  return { event, version: random.pick([0, 0, 1, 2]), isDeleted: random.chance(0.05) };
}

/** Events as they are after all inserts: the last one of the highest version of each key. */
function latestOf(written: readonly Written[]): Event[] {
  const latest = new Map<string, Written>();
  for (const one of written) {
    const key = rowOf(one.event);
    if (one.version >= (latest.get(key)?.version ?? 0)) latest.set(key, one);
  }
  return [...latest.values()].filter(({ isDeleted }) => !isDeleted).map(({ event }) => event);
}

type Usage = "prompt_tokens" | "completion_tokens" | "total_tokens" | "cost";

function amountOf({ metadata }: Event, usage: Usage): number {
  const read = (key: string): number => Number(metadata[key] ?? 0);
  return usage === "total_tokens" ? read("prompt_tokens") + read("completion_tokens") : read(usage);
}

/** What rows are told apart by: an event that began in another hour once is there twice. */
function rowOf({ start_time, session_id, event_id }: Event): string {
  return `${Math.floor(start_time / hourMs)} ${session_id} ${event_id}`;
}

/** Rows that repeat the call directly above them. */
function repeatedIn(events: readonly Event[], usage: Usage): Set<string> {
  const calls = events.filter(
    (event) => event.event_type === "model" && amountOf(event, "total_tokens") > 0,
  );
  const callOf = (event: Event, id: string | null): string =>
    [
      event.session_id,
      id,
      amountOf(event, "prompt_tokens"),
      amountOf(event, "completion_tokens"),
    ].join();
  const said = new Set(
    calls
      .filter((event) => usage !== "cost" || amountOf(event, "cost") > 0)
      .map((event) => callOf(event, event.event_id)),
  );
  return new Set(
    calls
      .filter((event) => event.parent_id !== event.event_id)
      .filter((event) => said.has(callOf(event, event.parent_id)))
      .map(rowOf),
  );
}

type Aggregation = "sum" | "average" | "count";

interface Asked {
  readonly aggregation: Aggregation;
  readonly usage: Usage;
  readonly field: "event_type" | "event_name" | undefined;
  readonly fromMs: number | undefined;
}

/** What a chart by hour and model says, from one event after the other. */
function chartPlainly(
  events: readonly Event[],
  { aggregation, usage, field, fromMs }: Asked,
): unknown[] {
  const asked = events.filter(
    (event) =>
      (field === undefined || event[field] === wanted[field]) &&
      (fromMs === undefined || event.start_time >= fromMs),
  );
  const repeated = repeatedIn(asked, usage);
  const points = new Map<string, { amounts: number[]; count: number }>();
  for (const event of asked) {
    if (repeated.has(rowOf(event))) continue;
    const hour = new Date(Math.floor(event.start_time / hourMs) * hourMs).toISOString();
    const key = `${hour} ${String(event.config["model"])}`;
    const { amounts, count } = points.get(key) ?? { amounts: [], count: 0 };
    const amount = amountOf(event, usage);
    points.set(key, { amounts: amount > 0 ? [...amounts, amount] : amounts, count: count + 1 });
  }
  return [...points].toSorted(compareKeys).map(([key, { amounts, count }]) => ({
    bucket: key.split(" ")[0],
    group: key.split(" ")[1],
    value: aggregate(amounts, count)[aggregation],
    count,
  }));
}

function aggregate(
  amounts: readonly number[],
  count: number,
): Readonly<Record<Aggregation, number | null>> {
  if (amounts.length === 0) return { sum: null, average: null, count };
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  return { sum, average: sum / amounts.length, count };
}

function compareKeys(
  [left]: readonly [string, unknown],
  [right]: readonly [string, unknown],
): number {
  return left < right ? -1 : 1;
}

const wanted = { event_type: "model", event_name: "inner" } as const;

function questionOf({ aggregation, usage, field, fromMs }: Asked): ChartQuestion {
  const filters: EventFilter[] =
    field === undefined ? [] : [{ field, operator: "is", value: wanted[field] }];
  return {
    filters,
    ...(fromMs === undefined ? {} : { dateRange: { $gte: fromMs } }),
    metric: `metadata.${usage}`,
    groupBy: "config.model",
    bucket: "hour",
    aggregation,
    only_experiments: false,
  };
}

const aggregations = ["sum", "average", "count"] as const;
const usages = ["prompt_tokens", "completion_tokens", "total_tokens", "cost"] as const;

test.each([1, 2, 3])(
  "charts say what counting one call after the other says, whatever was written: %i",
  async (seed) => {
    await using fixture = await temporaryStore();
    const { store } = fixture;
    const random = makeRandom(seed);
    // Each insert is a part of its own: versions of an event are in one and in different ones.
    const inserts = Array.from({ length: 5 }, () =>
      Array.from({ length: 60 }, () => randomWritten(random)),
    );
    for (const written of inserts) {
      const rows = written.map(({ event, version, isDeleted }) => ({
        ...toEventRow(event, version),
        is_deleted: Number(isDeleted),
      }));
      await store.insertRows("events", rows);
    }
    const events = latestOf(inserts.flat());
    expect(usages.map((usage) => repeatedIn(events, usage).size > 0)).not.toContain(false);
    for (const usage of usages) {
      for (const field of [undefined, "event_type", "event_name"] as const) {
        for (const fromMs of [undefined, startMs + hourMs, startMs + hourMs + 10 * minuteMs]) {
          for (const aggregation of field === "event_type" ? aggregations : (["sum"] as const)) {
            const asked = { aggregation, usage, field, fromMs };
            const points = await store.select(chartEvents(template.project_id, questionOf(asked)));
            expect({ asked, points }).toEqual({ asked, points: chartPlainly(events, asked) });
          }
        }
      }
    }
  },
);
