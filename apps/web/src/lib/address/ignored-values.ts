import { nearestName } from "@honeyhive/contract";

import { parseSort } from "../sort.js";

/** What an address says that its page does not understand: the page is shown as if it were not there. */
export interface IgnoredValue {
  readonly key: string;
  readonly value: string;
  /** What would have been understood, or what is wrong, as a sentence goes on. */
  readonly because: string;
  /** What is left of the value without it. */
  readonly rest?: string | undefined;
}

type Values = Readonly<Record<string, string | undefined>>;

/** A value that is none of those that there are. */
export function ignoredChoice(
  search: Values,
  key: string,
  known: readonly string[],
): readonly IgnoredValue[] {
  const value = search[key];
  if (value === undefined || known.includes(value)) return [];
  return [{ key, value, because: describeKnown(value, known) }];
}

/** A sort by what is no column that sorts; `-` before it is the largest first. */
export function ignoredSort({ sort }: Values, columns: readonly string[]): readonly IgnoredValue[] {
  const columnId = parseSort(sort)?.columnId;
  if (sort === undefined || columnId === undefined || columns.includes(columnId)) return [];
  return [{ key: "sort", value: sort, because: describeKnown(columnId, columns) }];
}

/** Keys that a page does not know, where it is plain which one was meant. */
export function ignoredKeys(given: Values, known: readonly string[]): readonly IgnoredValue[] {
  return Object.entries(given).flatMap(([key, value]) => {
    const meant = known.includes(key) ? undefined : nearestName(key, known);
    // Short names are near to any other.
    if (meant === undefined || value === undefined || key.length < 4) return [];
    return [{ key, value, because: `did you mean ${meant}?` }];
  });
}

const mostNamed = 12;

function describeKnown(given: string, known: readonly string[]): string {
  const meant = nearestName(given, known);
  if (meant !== undefined) return `did you mean ${meant}?`;
  if (known.length === 0) return "there is nothing of that kind here";
  const named = known.slice(0, mostNamed).join(", ");
  return `there is ${known.length > mostNamed ? `${named} and others` : named}`;
}
