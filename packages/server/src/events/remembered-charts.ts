import { createHash } from "node:crypto";

import type { ChartPoint } from "@honeyhive/contract";

import {
  chartEvents,
  isToldByTimes,
  maxPoints,
  usageOf,
  type ChartQuestion,
} from "../queries/chart-events.js";
import { readMicros } from "../queries/compile-filter.js";
import { tableOf } from "../queries/event-source.js";
import { findRepeatedCalls, type RepeatedCall } from "../queries/find-repeated-calls.js";
import type { Part, Store } from "../store/store.js";
import { piecesOf, spansOf, type Piece, type PieceRange } from "./chart-pieces.js";
import { KnownRepeatingSessions } from "./repeating-sessions.js";

interface KeptPiece {
  /** Which parts of the table have events of its time, and which calls in it repeat one of another time. */
  readonly toldBy: string;
  readonly points: readonly ChartPoint[];
}

/** Pieces of a chart by the beginning of each, Unix milliseconds. */
type KeptChart = Map<number, KeptPiece>;

const maxCharts = 50;
const maxKeptPieces = 4000;
/** Where there are more such sessions or calls, charts of what calls used are read as a whole. */
const maxSessionsAcross = 1000;
const maxRepeatedAcross = 10_000;

/** Which calls do not count. */
interface Repeats {
  readonly areWithin: boolean;
  readonly across: readonly RepeatedCall[];
}

const noRepeats: Repeats = { areWithin: false, across: [] };

/**
 * Charts, of which each stretch of time is computed again only when its events may have changed. Parts of a table never
 * change, and each says between which times its events began: as long as a stretch has the same parts, whatever else was
 * written, changed, deleted or merged, it has the same events. What calls used is told by a call of another time as well where
 * one repeats it: which do so is asked for each time, in the few sessions that have any. Where servers share the store
 * all is read each time: nodes have parts of their own.
 */
export class RememberedCharts {
  /** By question; the one that was asked longest ago comes first. */
  readonly #kept = new Map<string, KeptChart>();
  readonly #repeating = new KnownRepeatingSessions();

  /** Points over time, oldest first; of more than 10,000 the latest. */
  async read(store: Store, projectId: string, question: ChartQuestion): Promise<ChartPoint[]> {
    const whole = chartEvents(projectId, question);
    const points = isToldByTimes(question)
      ? await this.#readPieces(store, projectId, question)
      : undefined;
    return points ?? store.select(whole);
  }

  /** Undefined where the whole has to be asked for. */
  async #readPieces(
    store: Store,
    projectId: string,
    question: ChartQuestion,
  ): Promise<ChartPoint[] | undefined> {
    const table = tableOf(question.filters);
    const parts = await store.listParts(table);
    if (parts === undefined) return undefined;
    const range = rangeOf(question, parts);
    const pieces = piecesOf(question.bucket, range);
    if (pieces === undefined) return undefined;
    const repeats = await this.#findRepeats(store, projectId, { question, pieces });
    if (repeats === undefined) return undefined;
    const kept = this.#keptOf(projectId, question);
    const before = pieces.map(tellPieces(parts, repeats));
    const known = pieces.map((piece, index) => knownPoints(kept, piece, before[index]));
    const spans = spansOf(
      pieces.filter((_, index) => known[index] === undefined),
      range,
    );
    const leftOut = {
      areRepeatedWithin: repeats.areWithin,
      rows: repeats.across.map(({ row }) => row),
    };
    const asked = await Promise.all(
      spans.map((dateRange) =>
        store.select(chartEvents(projectId, { ...question, dateRange }, leftOut)),
      ),
    );
    // These are the latest of them.
    if (asked.some((points) => points.length >= maxPoints)) return undefined;
    const read = byPiece(pieces, asked.flat());
    const points = pieces.flatMap((_, index) => known[index] ?? read[index] ?? []);
    if (points.length >= maxPoints) return undefined;
    const after = spans.length === 0 ? parts : await store.listParts(table);
    const now = pieces.map(tellPieces(after ?? [], repeats));
    for (const [index, piece] of pieces.entries()) {
      const same = now[index];
      // What changed meanwhile was read as it was before or after, nobody knows which.
      if (known[index] !== undefined || piece.isCut || same !== before[index]) continue;
      kept.set(piece.startMs, { toldBy: same ?? "", points: read[index] ?? [] });
    }
    dropOldest(kept, maxKeptPieces);
    return points;
  }

  /** Undefined where there are too many to be told one by one. */
  async #findRepeats(
    store: Store,
    projectId: string,
    { question, pieces }: { readonly question: ChartQuestion; readonly pieces: readonly Piece[] },
  ): Promise<Repeats | undefined> {
    const [first] = pieces;
    if (first === undefined || usageOf(question) === undefined) return noRepeats;
    const found = await this.#repeating.find(store, projectId, first.startMs);
    const { areAnyWithinHours: areWithin, acrossHours: sessionIds } = found;
    if (sessionIds.length === 0) return { areWithin, across: [] };
    if (sessionIds.length > maxSessionsAcross) return undefined;
    const limit = maxRepeatedAcross + 1;
    const across = await store.select(
      findRepeatedCalls(projectId, { question, sessionIds, limit }),
    );
    return across.length < limit ? { areWithin, across } : undefined;
  }

  #keptOf(projectId: string, { dateRange: _dateRange, ...question }: ChartQuestion): KeptChart {
    const key = JSON.stringify([projectId, question]);
    const kept = this.#kept.get(key) ?? new Map<number, KeptPiece>();
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    dropOldest(this.#kept, maxCharts);
    return kept;
  }
}

function dropOldest(map: Map<unknown, unknown>, most: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}

function rangeOf({ dateRange }: ChartQuestion, parts: readonly Part[]): PieceRange {
  const { $gte, $lte } = dateRange ?? {};
  return {
    fromMs: $gte === undefined ? undefined : readMicros($gte, "dateRange.$gte") / 1000,
    untilMs: $lte === undefined ? undefined : readMicros($lte, "dateRange.$lte") / 1000,
    firstMs: Math.min(...parts.map(({ firstMs }) => firstMs)),
    lastMs: Math.max(...parts.map(({ lastMs }) => lastMs)),
  };
}

/** The same text as long as a piece says the same; none for one that no part has events of. */
function tellPieces(parts: readonly Part[], { across }: Repeats): (piece: Piece) => string {
  const digests = new Map<string, string>();
  return ({ startMs, endMs }) => {
    const inside = parts.filter(({ firstMs, lastMs }) => firstMs < endMs && lastMs >= startMs);
    if (inside.length === 0) return "";
    const ids = inside.map(({ id }) => id).toSorted();
    const calls = across.filter(({ hourMs }) => hourMs >= startMs && hourMs < endMs);
    const text = JSON.stringify([ids, calls.map(({ row }) => row)]);
    const digest = digests.get(text) ?? createHash("sha256").update(text).digest("base64");
    digests.set(text, digest);
    return digest;
  };
}

function knownPoints(
  kept: KeptChart,
  { startMs, isCut }: Piece,
  toldBy: string | undefined,
): readonly ChartPoint[] | undefined {
  if (toldBy === "") return [];
  const piece = isCut ? undefined : kept.get(startMs);
  return piece?.toldBy === toldBy ? piece?.points : undefined;
}

/** Of points in their order those of each piece. */
function byPiece(pieces: readonly Piece[], points: readonly ChartPoint[]): ChartPoint[][] {
  const times = points.map(({ bucket }) => Date.parse(bucket));
  let next = 0;
  return pieces.map(({ startMs, endMs }) => {
    while (next < points.length && (times[next] ?? 0) < startMs) next += 1;
    const first = next;
    while (next < points.length && (times[next] ?? 0) < endMs) next += 1;
    return points.slice(first, next);
  });
}
