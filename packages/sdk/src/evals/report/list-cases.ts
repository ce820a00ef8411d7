import type { RunsComparison } from "../types/runs-comparison.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import type { CaseResult } from "../types/case-result.js";
import { oneLine } from "./format.js";

const maxTexts = 5;

/** Cases that the numbers leave out, and why. */
export interface CaseList {
  readonly title: string;
  /** Of datapoints, each once. */
  readonly ids: readonly string[];
}

/** What is in one of the runs only, or is not the same case in both. */
export function listUnpaired({ added, removed, edited }: RunsComparison): CaseList[] {
  const lists = [
    { title: "added", ids: added },
    { title: "removed", ids: removed },
    { title: "edited", ids: edited },
  ];
  return lists.filter(({ ids }) => ids.length > 0);
}

/** What no mean is of, but for cases that errored or timed out: those are among what went wrong. */
export function listUncounted({ cases, metrics }: EvaluationResult): CaseList[] {
  const idsOf = (isWanted: (result: CaseResult) => boolean): string[] => [
    ...new Set(cases.filter(isWanted).map(({ datapointId }) => datapointId)),
  ];
  const inState = (name: string, state: string): string[] =>
    idsOf(({ scores }) => scores[name]?.state === state);
  const lists = metrics.flatMap(({ name, notScorable, errors }) => [
    { title: `n/a in ${name}`, ids: notScorable === 0 ? [] : inState(name, "not-scorable") },
    { title: `errors in ${name}`, ids: errors === 0 ? [] : inState(name, "error") },
  ]);
  const unrun = { title: "not run", ids: idsOf(isUnrun) };
  return [...lists, unrun].filter(({ ids }) => ids.length > 0);
}

/** Text has no mean: what it was, and how often, the most common first. */
export function listTexts({ cases, metrics }: EvaluationResult): string[] {
  return metrics.flatMap(({ name }) => {
    const counts = new Map<string, number>();
    for (const { scores } of cases) {
      const score = scores[name];
      if (score?.state !== "scored" || typeof score.value !== "string") continue;
      counts.set(score.value, (counts.get(score.value) ?? 0) + 1);
    }
    if (counts.size === 0) return [];
    const sorted = [...counts].toSorted(([, left], [, right]) => right - left);
    const named = sorted.slice(0, maxTexts).map(([text, count]) => `${oneLine(text, 30)} ${count}`);
    const rest = sorted.length - named.length;
    return [`${oneLine(name, 60)}: ${named.join(", ")}${rest > 0 ? `, ${rest} others` : ""}`];
  });
}

/** `edited: a, b and 37 more, …`, without what would steer a terminal. */
export function describeList({ title, ids }: CaseList, most: number): string {
  const named = ids.slice(0, most).map((id) => oneLine(id, 40));
  const rest = ids.length - named.length;
  const more = rest > 0 ? ` and ${rest} more, all in the html and json reports` : "";
  return `${oneLine(title, 60)}: ${named.join(", ")}${more}`;
}

function isUnrun({ outcome }: CaseResult): boolean {
  return outcome === "skipped" || outcome === "cancelled";
}
