import { createHash } from "node:crypto";

import { isSimple, saidOf } from "@honeyhive/contract";

import type { AppliedSelection, CaseSelection } from "../types/case-selection.js";
import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import type { EvaluationCase } from "../types/evaluation-case.js";

export interface SelectedCases {
  readonly cases: readonly EvaluationCase[];
  /** Undefined when every case runs. */
  readonly selection: AppliedSelection | undefined;
  /** Of the dataset, but not of the run. */
  readonly unselectedIds: ReadonlySet<string>;
}

/**
 * Selects cases; ids and the dataset stay those of the whole, so that results can be compared.
 *
 * @throws {HoneyHiveError} `NO_CASES_SELECTED`
 */
export function selectCases(
  cases: readonly EvaluationCase[],
  selection: CaseSelection | undefined,
): SelectedCases {
  if (selection === undefined) return { cases, selection: undefined, unselectedIds: new Set() };
  const ids = [...new Set(cases.map(({ id }) => id))];
  const { seed = 0 } = selection;
  const named = toList(selection.ids);
  const chosen = named === undefined ? ids : findIds(cases, named);
  if (chosen.length === 0 && ids.length > 0) failIds(named ?? [], ids);
  const { metadata } = selection;
  const told = metadata === undefined ? chosen : findTold(cases, new Set(chosen), metadata);
  const first = told.slice(0, selection.first);
  const drawn = selection.sample === undefined ? first : draw(first, selection.sample, seed);
  const kept = new Set(drawn);
  const rules = [
    named === undefined
      ? []
      : [`ids ${named.slice(0, 3).join(", ")}${named.length > 3 ? ", …" : ""}`],
    metadata === undefined ? [] : [`metadata ${describeTold(metadata)}`],
    selection.first === undefined ? [] : [`first ${selection.first}`],
    selection.sample === undefined ? [] : [`sample of ${selection.sample}, seed ${seed}`],
  ];
  return {
    cases: cases.filter(({ id }) => kept.has(id)),
    selection: { selected: kept.size, total: ids.length, rule: rules.flat().join("; ") },
    unselectedIds: new Set(cases.flatMap(({ id, wireId }) => (kept.has(id) ? [] : [id, wireId]))),
  };
}

/** @throws {HoneyHiveError} `INVALID_OPTION` */
export function checkSelection(selection: unknown): void {
  if (selection === undefined) return;
  const { ids, metadata, first, sample, seed, ...rest } = (
    typeof selection === "object" && selection !== null ? selection : { selection }
  ) as Readonly<Record<string, unknown>>;
  const isCount = (value: unknown): boolean =>
    value === undefined || (typeof value === "number" && Number.isInteger(value) && value > 0);
  const areIds =
    ids === undefined || [ids].flat().every((id) => typeof id === "string" && id !== "");
  const isTold = metadata === undefined || areChoices(metadata);
  const isSeed = seed === undefined || Number.isInteger(seed);
  const areCounts = isCount(first) && isCount(sample);
  if (areIds && isTold && areCounts && isSeed && Object.keys(rest).length === 0) return;
  throw new HoneyHiveError(
    "INVALID_OPTION",
    "Expected `select` to be { ids?, metadata?, first?, sample?, seed? } with ids, texts, numbers or booleans for keys " +
      "of metadata, positive integers and a whole seed, " +
      `got ${typeof selection === "object" ? JSON.stringify(selection) : describeValue(selection)}. ` +
      "Omit it to run every case.",
  );
}

function toList(ids: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof ids === "string" ? [ids] : ids;
}

function failIds(named: readonly string[], ids: readonly string[]): never {
  throw new HoneyHiveError(
    "NO_CASES_SELECTED",
    `Expected cases whose ids are or start with ${named.join(", ")}, found none among ${ids.length}, ` +
      `such as ${ids.slice(0, 3).join(", ")}. Correct \`select.ids\`.`,
  );
}

type Choices = NonNullable<CaseSelection["metadata"]>;

function areChoices(metadata: unknown): boolean {
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) return false;
  return Object.values(metadata).every((choice: unknown) => {
    const values = [choice].flat();
    return values.length > 0 && values.every(isSimple);
  });
}

/** Of these ids, those whose rows say all of it. Compared as texts: so are the cells of tables and what a shell gives. */
function findTold(
  cases: readonly EvaluationCase[],
  ids: ReadonlySet<string>,
  metadata: Choices,
): string[] {
  const wanted = Object.entries(metadata).map(
    ([key, choice]) => [key, new Set([choice].flat().map(String))] as const,
  );
  const candidates = cases.filter(({ id }) => ids.has(id));
  const found = candidates.filter((one) =>
    wanted.every(([key, choice]) => saidOf(one.metadata, key).some((text) => choice.has(text))),
  );
  if (found.length > 0 || candidates.length === 0) return [...new Set(found.map(({ id }) => id))];
  const said = wanted.map(([key]) => describeSaid(key, candidates)).join("; ");
  throw new HoneyHiveError(
    "NO_CASES_SELECTED",
    `Expected cases whose metadata says ${describeTold(metadata)}, found none among ${ids.size}: ${said}. ` +
      "Correct `select.metadata`, or --metadata.",
  );
}

function describeSaid(key: string, cases: readonly EvaluationCase[]): string {
  const said = [...new Set(cases.flatMap((one) => saidOf(one.metadata, key)))];
  if (said.length === 0) return `none says \`${key}\``;
  return `\`${key}\` is ${said.slice(0, 5).join(", ")}${said.length > 5 ? ", …" : ""}`;
}

function describeTold(metadata: Choices): string {
  return Object.entries(metadata)
    .map(([key, choice]) => `${key}=${[choice].flat().join("|")}`)
    .join(", ");
}

/** Cases answer to what the wire calls them too: that is what the UI shows. */
function findIds(cases: readonly EvaluationCase[], named: readonly string[]): string[] {
  const known = new Set(cases.flatMap(({ id, wireId }) => [id, wireId]));
  const exact = new Set(named.filter((name) => known.has(name)));
  const starts = named.filter((name) => !known.has(name));
  const isNamed = (name: string): boolean =>
    exact.has(name) || starts.some((start) => name.startsWith(start));
  const found = cases.filter(({ id, wireId }) => isNamed(id) || isNamed(wireId));
  return [...new Set(found.map(({ id }) => id))];
}

/** The lowest by a hash of seed and id, in the order of the dataset: a row that is added changes at most one of them. */
function draw(ids: readonly string[], count: number, seed: number): string[] {
  const ranked = ids
    .map((id) => ({ id, rank: createHash("sha256").update(`${seed}:${id}`).digest("hex") }))
    .toSorted((left, right) => (left.rank < right.rank ? -1 : 1));
  const kept = new Set(ranked.slice(0, count).map(({ id }) => id));
  return ids.filter((id) => kept.has(id));
}
