import { readFileSync } from "node:fs";

/** A line of a journal. */
export interface JournalCase {
  readonly datapointId: string;
  readonly trial: number;
  readonly contentHash: string;
  readonly sessionId: string;
  readonly outcome: string;
  readonly scores: Readonly<Record<string, JournalScore>>;
}

export interface JournalScore {
  readonly state: "scored" | "error" | "not-scorable";
  readonly value?: number | boolean | string;
  readonly explanation?: string;
}

export interface RecomputedMetric {
  readonly name: string;
  readonly mean: number | null;
  readonly aggregate: number | null;
  readonly counted: number;
  readonly errors: number;
  readonly notScorable: number;
  readonly missing: number;
  readonly total: number;
  /** Of each case that has some, over its trials. */
  readonly means: ReadonlyMap<string, number>;
}

/** The last that a journal says of each trial. */
export function readJournalCases(path: string): JournalCase[] {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  const cases = lines
    .map((line) => JSON.parse(line) as Partial<JournalCase>)
    .filter((line): line is JournalCase => line.datapointId !== undefined);
  return [...new Map(cases.map((one) => [`${one.trial} ${one.datapointId}`, one])).values()];
}

export function countOutcome(cases: readonly JournalCase[], ...wanted: readonly string[]): number {
  return cases.filter(({ outcome }) => wanted.includes(outcome)).length;
}

/** Numbers as the documentation defines them, by none of the code that makes them. */
export function recompute(
  cases: readonly JournalCase[],
  name: string,
  aggregate: string,
): RecomputedMetric {
  const states = cases.map(({ scores }) =>
    Object.hasOwn(scores, name) ? scores[name] : undefined,
  );
  const count = (state: string | undefined): number =>
    states.filter((score) => score?.state === state).length;
  const valuesOf = new Map<string, number[]>();
  for (const [index, { datapointId }] of cases.entries()) {
    const value = states[index]?.value;
    if (value === undefined || typeof value === "string") continue;
    valuesOf.set(datapointId, [...(valuesOf.get(datapointId) ?? []), Number(value)]);
  }
  // Text has no part in what is made of numbers.
  const texts = states.filter((score) => typeof score?.value === "string").length;
  const left = valuesOf.size === 0 ? 0 : texts;
  const means = new Map([...valuesOf].map(([id, values]) => [id, sum(values) / values.length]));
  return {
    name,
    mean: aggregated([...means.values()], "average"),
    aggregate: aggregated([...means.values()], aggregate),
    counted: count("scored") - left,
    errors: count("error"),
    notScorable: count("not-scorable") + left,
    missing: count(undefined),
    total: cases.length,
    means,
  };
}

export interface RecomputedSlice {
  readonly value: string | undefined;
  readonly cases: readonly JournalCase[];
}

/** Every value that a case says, most cases first, and last those that say nothing. */
export function recomputeSlices(
  cases: readonly JournalCase[],
  saidBy: (datapointId: string) => readonly string[],
): RecomputedSlice[] {
  const values = [...new Set(cases.flatMap(({ datapointId }) => saidBy(datapointId)))].toSorted();
  const slices = values.map((value) => ({
    value,
    cases: cases.filter(({ datapointId }) => saidBy(datapointId).includes(value)),
  }));
  const silent = cases.filter(({ datapointId }) => saidBy(datapointId).length === 0);
  return [
    ...slices.toSorted((left, right) => right.cases.length - left.cases.length),
    ...(silent.length === 0 ? [] : [{ value: undefined, cases: silent }]),
  ];
}

export interface RecomputedPassRate {
  readonly passAtK: number;
  readonly passHatK: number;
  readonly cases: number;
}

/** By trying every choice of k trials. */
export function recomputePassRate(cases: readonly JournalCase[], k: number): RecomputedPassRate {
  const byCase = new Map<string, boolean[]>();
  for (const { datapointId, outcome } of cases) {
    if (outcome === "skipped" || outcome === "cancelled") continue;
    byCase.set(datapointId, [...(byCase.get(datapointId) ?? []), outcome === "passed"]);
  }
  const counted = [...byCase.values()].filter((trials) => trials.length >= k);
  const share = (isPass: (choice: readonly boolean[]) => boolean): number =>
    sum(
      counted.map((trials) => {
        const choices = choose(trials, k);
        return choices.filter(isPass).length / choices.length;
      }),
    ) / counted.length;
  return {
    passAtK: share((choice) => choice.includes(true)),
    passHatK: share((choice) => !choice.includes(false)),
    cases: counted.length,
  };
}

export interface RecomputedComparison {
  readonly presence: "both" | "new" | "old";
  readonly oldMean: number | null;
  readonly newMean: number | null;
  readonly difference: number | null;
  readonly pairs: number;
  readonly more: number;
  readonly less: number;
}

export function pairIds(
  before: readonly JournalCase[],
  after: readonly JournalCase[],
): Record<"common" | "edited" | "added" | "removed", string[]> {
  const [olds, news] = [before, after].map(
    (cases) => new Map(cases.map(({ datapointId, contentHash }) => [datapointId, contentHash])),
  ) as [Map<string, string>, Map<string, string>];
  const both = [...news.keys()].filter((id) => olds.has(id));
  return {
    common: both.filter((id) => olds.get(id) === news.get(id)).toSorted(),
    edited: both.filter((id) => olds.get(id) !== news.get(id)).toSorted(),
    added: [...news.keys()].filter((id) => !olds.has(id)).toSorted(),
    removed: [...olds.keys()].filter((id) => !news.has(id)).toSorted(),
  };
}

export function recomputeComparison(
  before: readonly JournalCase[],
  after: readonly JournalCase[],
  name: string,
): RecomputedComparison {
  const [old, now] = [recompute(before, name, "average"), recompute(after, name, "average")];
  const has = (cases: readonly JournalCase[]): boolean =>
    cases.some(({ scores }) => Object.hasOwn(scores, name));
  const presence = has(before) ? (has(after) ? "both" : "old") : "new";
  const pairs = pairIds(before, after).common.flatMap((id) => {
    const [from, to] = [old.means.get(id), now.means.get(id)];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
  const mean = (values: number[]): number | null => aggregated(values, "average");
  return {
    presence,
    oldMean: presence === "both" ? mean(pairs.map(({ from }) => from)) : old.mean,
    newMean: presence === "both" ? mean(pairs.map(({ to }) => to)) : now.mean,
    difference: mean(pairs.map(({ from, to }) => to - from)),
    pairs: pairs.length,
    more: pairs.filter(({ from, to }) => to - from > 1e-12).length,
    less: pairs.filter(({ from, to }) => from - to > 1e-12).length,
  };
}

export interface RecomputedLabels {
  readonly paired: number;
  readonly changed: number;
  readonly changedIds: readonly string[];
}

/** Of texts that both runs gave to the same trial; undefined where there are none. */
export function recomputeLabels(
  before: readonly JournalCase[],
  after: readonly JournalCase[],
  name: string,
): RecomputedLabels | undefined {
  const { common } = pairIds(before, after);
  const textOf = (cases: readonly JournalCase[], id: string, trial: number): string | undefined => {
    const found = cases.find((one) => one.datapointId === id && one.trial === trial);
    const value = found?.scores[name]?.value;
    return typeof value === "string" ? value : undefined;
  };
  const pairs = after.flatMap(({ datapointId: id, trial }) => {
    const [old, now] = [textOf(before, id, trial), textOf(after, id, trial)];
    const isPaired = common.includes(id) && old !== undefined && now !== undefined;
    return isPaired ? [{ id, isChanged: old !== now }] : [];
  });
  if (pairs.length === 0) return undefined;
  const changed = pairs.filter(({ isChanged }) => isChanged);
  const changedIds = [...new Set(changed.map(({ id }) => id))].toSorted();
  return { paired: pairs.length, changed: changed.length, changedIds };
}

function aggregated(values: readonly number[], how: string): number | null {
  if (how === "count") return values.length;
  const sorted = values.toSorted((left, right) => left - right);
  const [least] = sorted;
  if (least === undefined) return null;
  if (how === "sum") return sum(values);
  if (how === "average") return sum(values) / values.length;
  const shares: Readonly<Record<string, number>> = { min: 0, median: 0.5, max: 1 };
  const place = (shares[how] ?? Number(how.slice(1)) / 100) * (values.length - 1);
  const [below = least, above = below] = sorted.slice(Math.floor(place));
  return below * (1 - (place % 1)) + above * (place % 1);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function choose<Item>(items: readonly Item[], k: number): Item[][] {
  if (k === 0) return [[]];
  const [first, ...rest] = items;
  if (first === undefined) return [];
  return [...choose(rest, k - 1).map((choice) => [first, ...choice]), ...choose(rest, k)];
}
