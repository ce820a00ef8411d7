export interface HistogramBin {
  /** Both ends included in the bin's range of values actually present. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A judge that says 0 to 10, or tenths of 1, has as many. */
const mostDistinct = 11;
const binCount = 10;
/** Share of a range by which a quotient may miss it: (0.3 - 0) / 0.1 is less than 3. */
const rounding = 1e-9;

/** Up to eleven distinct values get a bin each; more are cut into ten equal ranges. */
export function histogram(values: readonly number[]): readonly HistogramBin[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const distinct = [...counts].toSorted(([left], [right]) => left - right);
  if (distinct.length <= mostDistinct) {
    return distinct.map(([value, count]) => ({ from: value, to: value, count }));
  }
  const least = distinct[0]?.[0] ?? 0;
  const width = ((distinct.at(-1)?.[0] ?? 0) - least) / binCount;
  const bins = Array.from({ length: binCount }, (_, index) => ({
    from: Infinity,
    to: -Infinity,
    count: 0,
    start: least + index * width,
  }));
  for (const [value, count] of distinct) {
    const bin = bins[Math.min(binCount - 1, Math.floor((value - least) / width + rounding))];
    if (bin === undefined) continue;
    bin.from = Math.min(bin.from, value);
    bin.to = Math.max(bin.to, value);
    bin.count += count;
  }
  return bins.map(({ from, to, count, start }) =>
    count === 0 ? { from: start, to: start, count } : { from, to, count },
  );
}
