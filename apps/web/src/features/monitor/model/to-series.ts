import type { ChartPoint } from "@honeyhive/contract";

export interface Series {
  readonly name: string;
  /** One for each stretch of time; null where nothing was measured. */
  readonly values: readonly (number | null)[];
}

/** More lines or colours than this nobody can tell apart. */
const mostSeries = 6;

export interface PlottedSeries {
  readonly series: readonly Series[];
  /** Groups that are not among them. */
  readonly hiddenCount: number;
}

/**
 * Points by group and place in time, the groups with most events first. Groups of nothing are none. Of too many groups the
 * last are one bar, so that totals are of all; as lines they are hidden.
 */
export function toSeries(
  points: readonly ChartPoint[],
  starts: readonly number[],
  shape: "bars" | "lines",
): PlottedSeries {
  const all = groupPoints(points, starts, shape);
  if (all.length <= mostSeries) return { series: all, hiddenCount: 0 };
  if (shape === "lines") {
    return { series: all.slice(0, mostSeries), hiddenCount: all.length - mostSeries };
  }
  const others = all.slice(mostSeries - 1);
  const values = starts.map((_, place) =>
    others.reduce((sum, series) => sum + (series.values[place] ?? 0), 0),
  );
  const rest = { name: `${others.length} others`, values };
  return { series: [...all.slice(0, mostSeries - 1), rest], hiddenCount: 0 };
}

function groupPoints(
  points: readonly ChartPoint[],
  starts: readonly number[],
  shape: "bars" | "lines",
): readonly Series[] {
  // No events are zero events, but no duration.
  const empty = shape === "bars" ? 0 : null;
  const places = new Map(starts.map((start, index) => [start, index]));
  const groups = new Map<string, { values: (number | null)[]; count: number }>();
  for (const { bucket, group = "", value, count } of points) {
    const place = places.get(Date.parse(bucket));
    if (place === undefined) continue;
    const series = groups.get(group) ?? { values: starts.map(() => empty), count: 0 };
    series.values[place] = value;
    series.count += count;
    groups.set(group, series);
  }
  return [...groups]
    .filter(([, { values }]) => values.some((value) => value !== null && value !== 0))
    .toSorted(([, left], [, right]) => right.count - left.count)
    .map(([name, { values }]) => ({ name, values }));
}

export function totalOf(series: readonly Series[]): number {
  return series.reduce(
    (sum, { values }) => sum + values.reduce<number>((part, value) => part + (value ?? 0), 0),
    0,
  );
}

export function latestOf({ values }: Series): number | undefined {
  return values.findLast((value) => value !== null) ?? undefined;
}

/** What the top of a plot stands for: bars stand on each other, lines do not. */
export function highestOf(shape: "bars" | "lines", series: readonly Series[]): number {
  const at = (place: number): readonly number[] => series.map(({ values }) => values[place] ?? 0);
  const tops = (series[0]?.values ?? []).map((_, place) =>
    shape === "bars" ? at(place).reduce((sum, value) => sum + value, 0) : Math.max(...at(place)),
  );
  return Math.max(0, ...tops);
}
