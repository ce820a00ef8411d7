import { saidOf, type JsonObject } from "@honeyhive/contract";

import { ignoredChoice, type IgnoredValue } from "../address/ignored-values.js";

/** What an address says of slices: by which key, and the cases of which one are shown. */
export interface SliceSearch {
  readonly by?: string | undefined;
  readonly slice?: string | undefined;
}

type Metadata = JsonObject | undefined;

/** More are no slices but names of cases. */
const mostSlices = 50;

/** What rows say of themselves that tells some of them from others. */
export function sliceKeys(rows: readonly Metadata[]): readonly string[] {
  const values = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const metadata of rows) {
    for (const key of Object.keys(metadata ?? {})) {
      const known = values.get(key) ?? new Set();
      for (const value of saidOf(metadata, key)) known.add(value);
      values.set(key, known);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...values]
    .filter(([key, { size }]) => {
      const slices = size + (counts.get(key) === rows.length ? 0 : 1);
      return slices > 1 && slices <= mostSlices;
    })
    .map(([key]) => key)
    .toSorted();
}

export interface ChosenSlice {
  readonly key: string;
  readonly value: string;
}

/** The one whose cases an address asks for; undefined where no row says so. */
export function chosenSlice(
  { by: key, slice: value }: SliceSearch,
  rows: readonly Metadata[],
): ChosenSlice | undefined {
  if (key === undefined || value === undefined) return undefined;
  const isThere = rows.some((metadata) => saidOf(metadata, key).includes(value));
  return isThere ? { key, value } : undefined;
}

/** What an address says of slices that mean nothing of these rows. */
export function ignoredSlice(
  search: SliceSearch,
  rows: readonly Metadata[],
): readonly IgnoredValue[] {
  const { by, slice } = search;
  // Before the first case has ended nothing is known of them.
  if ((by === undefined && slice === undefined) || rows.length === 0) return [];
  const values = rows.flatMap((metadata) => (by === undefined ? [] : saidOf(metadata, by)));
  return [
    ...ignoredChoice({ by }, "by", sliceKeys(rows)),
    ...ignoredChoice({ slice }, "slice", [...new Set(values)]),
  ];
}
