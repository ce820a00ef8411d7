import type { ChartPoint } from "@honeyhive/contract";

export interface Series {
  readonly name: string;
  /** One for each stretch of time; null where nothing was measured. */
  readonly values: readonly (number | null)[];
}

/** More lines or colours than this nobody can tell apart. */
const mostSeries = 6;

/** Points by group and place in time, the groups with most events first; of many groups those. Groups of nothing are none. */
export function toSeries(
  points: readonly ChartPoint[],
  starts: readonly number[],
  /** What a stretch of time without points is: no events are zero events, but no duration. */
  empty: 0 | null,
): readonly Series[] {
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
    .slice(0, mostSeries)
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
