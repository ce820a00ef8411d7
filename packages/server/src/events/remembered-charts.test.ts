import type { ChartPoint, DateRange, Event, EventFilter } from "@honeyhive/contract";
import { makeRandom, type Random } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { chartEvents, type ChartQuestion } from "../queries/chart-events.js";
import { toEventRow } from "../store/event-row.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryStore, type TemporaryStore } from "../testing/temporary-store.js";
import { RememberedCharts } from "./remembered-charts.js";

const hourMs = 3_600_000;
const startMs = Date.UTC(2026, 4, 31, 20);
const template = mapped({});
const projectId = template.project_id;

function eventAt(start_time: number, changes: Partial<Event> = {}): Event {
  return { ...template, start_time, ...changes };
}

/** One of few events, or sessions, at the end of one month and the beginning of the next. */
function randomRow(random: Random): object {
  const session_id = `session-${random.below(4)}`;
  const isSession = random.chance(0.3);
  const event = eventAt(startMs + random.below(9 * 4) * (hourMs / 4) + random.pick([0, 0.001]), {
    session_id,
    event_id: isSession ? session_id : `event-${random.below(6)}`,
    event_type: isSession ? "session" : "tool",
    event_name: random.pick(["search", "ask"]),
    duration: random.below(100),
  });
  return { ...toEventRow(event, random.below(4)), is_deleted: Number(random.chance(0.1)) };
}

/** One of few calls, many of which are below another one that used as much: mostly of the same hour. */
function randomCall(random: Random): object {
  const session = random.below(3);
  const id = (): string => `call-${session}-${random.below(3)}`;
  const tokens = { prompt_tokens: random.pick([10, 10, 3]), completion_tokens: 2 };
  const hour = session + (random.chance(0.4) ? random.below(5) : 0);
  const event = eventAt(startMs + hour * hourMs + random.below(2) * (hourMs / 2), {
    session_id: `session-${session}`,
    event_id: id(),
    parent_id: random.chance(0.8) ? id() : null,
    event_type: random.chance(0.9) ? "model" : "tool",
    event_name: random.pick(["search", "ask"]),
    // Every sum of them is exact.
    metadata: random.pick([tokens, { ...tokens, cost: 0.5 }, { ...tokens, cost: 0.25 }]),
  });
  return { ...toEventRow(event, random.below(4)), is_deleted: Number(random.chance(0.1)) };
}

interface RandomRows {
  readonly row: (random: Random) => object;
  readonly rowsAtOnce: number;
}

async function change(
  { engine, store }: TemporaryStore,
  random: Random,
  { row, rowsAtOnce }: RandomRows,
): Promise<void> {
  if (random.chance(0.15)) return engine.command("OPTIMIZE TABLE events FINAL");
  if (random.chance(0.15)) {
    const session = `session-${random.below(4)}`;
    for (const table of ["events", "sessions"]) {
      await engine.command(
        `ALTER TABLE ${table} DELETE WHERE session_id = '${session}' SETTINGS mutations_sync = 1`,
      );
    }
    return;
  }
  // Each in one hour or two: those of other hours stay as they were.
  return insert({ store }, random, { row, count: 1 + random.below(rowsAtOnce) });
}

function insert(
  { store }: Pick<TemporaryStore, "store">,
  random: Random,
  { row, count }: { readonly row: RandomRows["row"]; readonly count: number },
): Promise<void> {
  const rows = Array.from({ length: count }, () => row(random));
  return store.insertRows("events", rows);
}

const filters: Readonly<Record<string, readonly EventFilter[]>> = {
  all: [],
  sessions: [{ field: "event_type", operator: "is", value: "session" }],
  long: [{ field: "duration", operator: "greater than", value: 50 }],
};

type Asked = Pick<ChartQuestion, "filters" | "metric" | "aggregation" | "bucket">;

function ofEvents(random: Random): Asked {
  return {
    bucket: random.pick(["minute", "hour", "hour", "day", "week", "month"]),
    filters: random.pick(Object.values(filters)),
    metric: "duration",
    aggregation: random.pick(["count", "sum", "p95", "max"]),
  };
}

function ofCalls(random: Random): Asked {
  return {
    bucket: random.pick(["minute", "hour", "hour", "hour", "day", "week"]),
    filters: random.pick([
      [],
      [{ field: "event_type", operator: "is", value: "model" }],
      [{ field: "event_name", operator: "is", value: "ask" }],
    ]),
    metric: random.pick(["metadata.total_tokens", "metadata.total_tokens", "metadata.cost"]),
    aggregation: random.pick(["sum", "sum", "average", "count", "p95"]),
  };
}

/** The same question of several times, which share what is remembered. */
function randomQuestions(random: Random, asked: (random: Random) => Asked): ChartQuestion[] {
  const shared: ChartQuestion = {
    ...asked(random),
    groupBy: random.pick([undefined, "event_name"]),
    only_experiments: false,
  };
  return Array.from({ length: 3 }, () => ({ ...shared, dateRange: randomRange(random) }));
}

function randomRange(random: Random): DateRange | undefined {
  const $gte = startMs + random.below(8) * (hourMs / 2);
  const $lte = $gte + (1 + random.below(8)) * (hourMs / 2) - random.pick([0, 0.001]);
  return random.pick([undefined, { $gte }, { $lte }, { $gte, $lte }]);
}

test.each([
  [1, "events", { row: randomRow, ask: ofEvents, steps: 10, rowsAtOnce: 2 }],
  [2, "events", { row: randomRow, ask: ofEvents, steps: 10, rowsAtOnce: 2 }],
  [3, "calls", { row: randomCall, ask: ofCalls, steps: 7, rowsAtOnce: 5 }],
] as const)(
  "a chart that is remembered says what one says that is not, whatever was written, merged or deleted: %i, of %s",
  async (seed, _, { ask, steps, ...written }) => {
    await using fixture = await temporaryStore();
    const { store } = fixture;
    const random = makeRandom(seed);
    const charts = new RememberedCharts();
    const questions = Array.from({ length: 5 }, () => randomQuestions(random, ask)).flat();
    await insert(fixture, random, { ...written, count: 20 });
    for (let step = 0; step < steps; step++) {
      await change(fixture, random, written);
      for (const question of questions) {
        const points = await charts.read(store, projectId, question);
        const expected = await store.select(chartEvents(projectId, question));
        expect({ step, question, points }).toEqual({ step, question, points: expected });
      }
    }
  },
);

const question: ChartQuestion = {
  filters: [],
  metric: "duration",
  bucket: "hour",
  aggregation: "count",
  only_experiments: false,
};

/** A store that counts which questions it was asked. */
function counting({ store }: TemporaryStore): { counted: typeof store; asked: string[] } {
  const asked: string[] = [];
  const counted = Object.create(store, {
    isShared: { value: store.isShared },
    listParts: { value: store.listParts.bind(store) },
    select: {
      value: (query: Parameters<typeof store.select>[0]) => {
        asked.push(JSON.stringify(query.params));
        return store.select(query);
      },
    },
  }) as typeof store;
  return { counted, asked };
}

test("only the hours that have changed are read again", async () => {
  await using fixture = await temporaryStore();
  const { counted, asked } = counting(fixture);
  const charts = new RememberedCharts();
  const insert = (hour: number, event_id: string): Promise<void> =>
    fixture.store.insertRows("events", [
      toEventRow(eventAt(startMs + hour * hourMs, { event_id }), 0),
    ]);
  const counts = async (): Promise<number[]> =>
    (await charts.read(counted, projectId, question)).map(({ count }) => count);
  await insert(0, "a");
  await insert(2, "b");
  expect(await counts()).toEqual([1, 1]);
  const first = asked.length;
  expect(await counts()).toEqual([1, 1]);
  expect(asked).toHaveLength(first);
  await insert(2, "c");
  expect(await counts()).toEqual([1, 2]);
  expect(asked.slice(first)).toEqual([
    expect.stringContaining(String((startMs + 2 * hourMs) * 1000)),
  ]);
});

interface WrittenCall {
  readonly hour: number;
  readonly event_id: string;
  readonly parent_id?: string;
  readonly session_id?: string;
}

/** A chart of tokens by hour, with what was asked of the store for it. */
async function startTokenChart(fixture: TemporaryStore) {
  const { counted, asked } = counting(fixture);
  const charts = new RememberedCharts();
  const tokens: ChartQuestion = {
    ...question,
    metric: "metadata.total_tokens",
    aggregation: "sum",
    dateRange: { $gte: startMs },
  };
  return {
    write: ({ hour, ...call }: WrittenCall): Promise<void> => {
      const event = eventAt(startMs + hour * hourMs, {
        event_type: "model",
        metadata: { prompt_tokens: 10, completion_tokens: 2 },
        ...call,
      });
      return fixture.store.insertRows("events", [toEventRow(event, 0)]);
    },
    /** Tokens of each hour that has any; the hours that were read for it. */
    read: async () => {
      asked.length = 0;
      const points = await charts.read(counted, projectId, tokens);
      const read = [0, 1, 2, 3].filter((hour) =>
        asked.some(
          (params) =>
            params.includes('"left_out"') &&
            params.includes(String((startMs + hour * hourMs) * 1000)),
        ),
      );
      return { tokens: points.map(({ value }) => value), read, questions: asked.length };
    },
  };
}

test("of calls only the hours that have changed are read again, and nothing where none has", async () => {
  await using fixture = await temporaryStore();
  const { write, read } = await startTokenChart(fixture);
  await write({ hour: 0, event_id: "a" });
  await write({ hour: 2, event_id: "b" });
  expect(await read()).toMatchObject({ tokens: [12, 12], read: [0, 2] });
  expect(await read()).toEqual({ tokens: [12, 12], read: [], questions: 0 });
  await write({ hour: 2, event_id: "c" });
  expect(await read()).toMatchObject({ tokens: [12, 24], read: [2] });
});

test("a call that comes late is not counted again in hours that nothing was written in", async () => {
  await using fixture = await temporaryStore();
  const { write, read } = await startTokenChart(fixture);
  await write({ hour: 2, event_id: "inner", parent_id: "outer" });
  await write({ hour: 3, event_id: "next", session_id: "third" });
  expect(await read()).toMatchObject({ tokens: [12, 12] });
  await write({ hour: 0, event_id: "outer" });
  // The inner one repeats it now.
  expect(await read()).toMatchObject({ tokens: [12, 12] });
  expect(await read()).toMatchObject({ tokens: [12, 12], read: [] });
  await write({ hour: 1, event_id: "outer", session_id: "another" });
  expect(await read()).toMatchObject({ tokens: [12, 12, 12], read: [1] });
  await write({ hour: 3, event_id: "below", parent_id: "next", session_id: "third" });
  expect(await read()).toMatchObject({ tokens: [12, 12, 12], read: [3] });
});

test("events of times that the engine has no name for are read with all others", async () => {
  await using fixture = await temporaryStore();
  const { store } = fixture;
  const charts = new RememberedCharts();
  const read = (): Promise<ChartPoint[]> =>
    charts.read(store, projectId, { ...question, dateRange: { $lte: startMs + hourMs } });
  await store.insertRows("events", [toEventRow(eventAt(startMs), 0)]);
  expect(await read()).toHaveLength(1);
  for (const [index, time] of [Date.UTC(1960, 0, 1), Date.UTC(2150, 0, 1)].entries()) {
    const event = eventAt(time, { event_id: `event-${index}` });
    await store.insertRows("events", [toEventRow(event, 0)]);
    expect(await read()).toEqual(
      await store.select(
        chartEvents(projectId, { ...question, dateRange: { $lte: startMs + hourMs } }),
      ),
    );
  }
});

test("a question that cannot be understood is refused, also where there is nothing to be read", async () => {
  await using fixture = await temporaryStore();
  const { store } = fixture;
  await store.insertRows("events", [toEventRow(eventAt(startMs), 0)]);
  const wrong = { ...question, groupBy: "nothing", dateRange: { $gte: startMs + 9 * hourMs } };
  await expect(new RememberedCharts().read(store, projectId, wrong)).rejects.toThrow(/groupBy/);
});
