import type { ChartBucket, DateRange } from "@honeyhive/contract";

/** A stretch of time that the points of a chart are told by. */
export interface Piece {
  /** Unix milliseconds. */
  readonly startMs: number;
  /** The first moment that is not in it. */
  readonly endMs: number;
  /** Whether the question leaves out a part of it. */
  readonly isCut: boolean;
}

export interface PieceRange {
  /** What is asked for; undefined where there is no such bound. */
  readonly fromMs: number | undefined;
  /** Asked for, too. */
  readonly untilMs: number | undefined;
  /** Between these all events are. */
  readonly firstMs: number;
  readonly lastMs: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** 1970 began on a Thursday, and weeks begin on Mondays. */
const mondayMs = -3 * dayMs;

/** Whole buckets each. Months are of different lengths, and few. */
const lengths: Readonly<Record<ChartBucket, number | undefined>> = {
  minute: hourMs,
  hour: hourMs,
  day: dayMs,
  week: 7 * dayMs,
  month: undefined,
};

const maxPieces = 2000;

/** Oldest first; undefined where it makes no sense to take a chart apart. */
export function piecesOf(
  bucket: ChartBucket,
  { fromMs, untilMs, firstMs, lastMs }: PieceRange,
): Piece[] | undefined {
  const lengthMs = lengths[bucket];
  if (lengthMs === undefined) return undefined;
  const offsetMs = bucket === "week" ? mondayMs : 0;
  const beginOf = (ms: number): number =>
    Math.floor((ms - offsetMs) / lengthMs) * lengthMs + offsetMs;
  const first = beginOf(Math.max(fromMs ?? -Infinity, firstMs));
  const last = beginOf(Math.min(untilMs ?? Infinity, lastMs));
  const count = (last - first) / lengthMs + 1;
  // The engine's times of buckets begin with 1970.
  if (!(first >= 0 && count <= maxPieces)) return undefined;
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const startMs = first + index * lengthMs;
    const endMs = startMs + lengthMs;
    const isCut =
      (fromMs !== undefined && fromMs > startMs) || (untilMs !== undefined && untilMs < endMs);
    return { startMs, endMs, isCut };
  });
}

/** At most so many questions at once. */
const maxSpans = 3;
/** Events have times in microseconds. */
const microMs = 0.001;

/** Between which times to ask for these pieces: those that follow each other together. */
export function spansOf(
  pieces: readonly Piece[],
  { fromMs, untilMs }: Pick<PieceRange, "fromMs" | "untilMs">,
): DateRange[] {
  const spans: Piece[] = [];
  for (const piece of pieces) {
    const previous = spans.at(-1);
    if (previous?.endMs === piece.startMs) spans.splice(-1, 1, { ...previous, endMs: piece.endMs });
    else spans.push(piece);
  }
  const [first, last] = [spans[0], spans.at(-1)];
  const isMany = spans.length > maxSpans && first !== undefined && last !== undefined;
  const asked = isMany ? [{ ...first, endMs: last.endMs }] : spans;
  return asked.map(({ startMs, endMs }) => ({
    $gte: Math.max(startMs, fromMs ?? -Infinity),
    $lte: Math.min(endMs - microMs, untilMs ?? Infinity),
  }));
}
