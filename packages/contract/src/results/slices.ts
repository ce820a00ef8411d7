import type { JsonObject } from "../events/event.js";

/** Cases whose rows say the same of themselves. */
export interface Slice<Case> {
  /** As text; undefined for cases whose rows say nothing. */
  readonly value: string | undefined;
  readonly cases: readonly Case[];
}

/**
 * Cases by what the metadata of their rows says under a key, the largest slice first, then by value; last come those that
 * say nothing. A case whose value is a list, such as tags, is in the slice of each of them.
 */
export function sliceCases<Case>(
  cases: readonly Case[],
  key: string,
  metadataOf: (one: Case) => JsonObject | null | undefined,
): Slice<Case>[] {
  const byValue = new Map<string | undefined, Case[]>();
  for (const one of cases) {
    const said = new Set(saidOf(metadataOf(one), key));
    for (const value of said.size === 0 ? [undefined] : said) {
      const others = byValue.get(value);
      if (others === undefined) byValue.set(value, [one]);
      else others.push(one);
    }
  }
  // `9` before `10`, on every machine.
  const { compare } = new Intl.Collator("en", { numeric: true });
  return [...byValue]
    .map(([value, own]) => ({ value, cases: own }))
    .toSorted((left, right) => {
      if (left.value === undefined || right.value === undefined) {
        return Number(left.value === undefined) - Number(right.value === undefined);
      }
      return right.cases.length - left.cases.length || compare(left.value, right.value);
    });
}

/** What metadata says under a key, as texts: so are the cells of tables. Of objects and of empty text it says nothing. */
export function saidOf(metadata: JsonObject | null | undefined, key: string): readonly string[] {
  const said = metadata && Object.hasOwn(metadata, key) ? metadata[key] : undefined;
  return [said].flat().flatMap((value) => (isSimple(value) && value !== "" ? [String(value)] : []));
}

/** Of a value's JSON: what is longer is no slice, and results would be long of it. */
export const maxSliceLength = 200;

export type MetadataValue = string | number | boolean;

export function isSimple(value: unknown): value is MetadataValue {
  return ["string", "number", "boolean"].includes(typeof value);
}
