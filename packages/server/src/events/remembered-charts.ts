import { createHash } from "node:crypto";

import type { ChartPoint } from "@honeyhive/contract";

import {
  chartEvents,
  isToldByTimes,
  maxPoints,
  type ChartQuestion,
} from "../queries/chart-events.js";
import { readMicros } from "../queries/compile-filter.js";
import { tableOf } from "../queries/event-source.js";
import type { Part, Store } from "../store/store.js";
import { piecesOf, spansOf, type Piece, type PieceRange } from "./chart-pieces.js";

interface KeptPiece {
  /** Which parts of the table have events of its time. */
  readonly parts: string;
  readonly points: readonly ChartPoint[];
}

/** Pieces of a chart by the beginning of each, Unix milliseconds. */
type KeptChart = Map<number, KeptPiece>;

const maxCharts = 50;
const maxKeptPieces = 4000;

/**
 * Charts, of which each stretch of time is computed again only when its events may have changed. Parts of a table never
 * change, and each says between which times its events began: as long as a stretch has the same parts, whatever else was
 * written, changed, deleted or merged, it has the same events. Where servers share the store all is read each time:
 * nodes have parts of their own.
 */
export class RememberedCharts {
  /** By question; the one that was asked longest ago comes first. */
  readonly #kept = new Map<string, KeptChart>();

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
    const kept = this.#keptOf(projectId, question);
    const before = pieces.map(partsInEach(parts));
    const known = pieces.map((piece, index) => knownPoints(kept, piece, before[index]));
    const spans = spansOf(
      pieces.filter((_, index) => known[index] === undefined),
      range,
    );
    const asked = await Promise.all(
      spans.map((dateRange) => store.select(chartEvents(projectId, { ...question, dateRange }))),
    );
    // These are the latest of them.
    if (asked.some((points) => points.length >= maxPoints)) return undefined;
    const read = byPiece(pieces, asked.flat());
    const points = pieces.flatMap((_, index) => known[index] ?? read[index] ?? []);
    if (points.length >= maxPoints) return undefined;
    const after = spans.length === 0 ? parts : await store.listParts(table);
    const now = pieces.map(partsInEach(after ?? []));
    for (const [index, piece] of pieces.entries()) {
      const same = now[index];
      // What changed meanwhile was read as it was before or after, nobody knows which.
      if (known[index] !== undefined || piece.isCut || same !== before[index]) continue;
      kept.set(piece.startMs, { parts: same ?? "", points: read[index] ?? [] });
    }
    dropOldest(kept, maxKeptPieces);
    return points;
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

/** The same text for the same parts; none for a piece that no part has events of. */
function partsInEach(parts: readonly Part[]): (piece: Piece) => string {
  const digests = new Map<string, string>();
  return ({ startMs, endMs }) => {
    const inside = parts.filter(({ firstMs, lastMs }) => firstMs < endMs && lastMs >= startMs);
    if (inside.length === 0) return "";
    const ids = inside
      .map(({ id }) => id)
      .toSorted()
      .join();
    const digest = digests.get(ids) ?? createHash("sha256").update(ids).digest("base64");
    digests.set(ids, digest);
    return digest;
  };
}

function knownPoints(
  kept: KeptChart,
  { startMs, isCut }: Piece,
  parts: string | undefined,
): readonly ChartPoint[] | undefined {
  if (parts === "") return [];
  const piece = isCut ? undefined : kept.get(startMs);
  return piece?.parts === parts ? piece?.points : undefined;
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
