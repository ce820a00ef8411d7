import { aggregateByCase, sliceCases, type CaseValue, type JsonObject } from "@honeyhive/contract";

import { isEdited, type CompareRow } from "./compare-rows.js";

/** How far cases moved whose rows say the same. */
export interface ComparedSlice {
  /** Undefined for cases whose rows do not say it. */
  readonly value: string | undefined;
  /** Cases that both runs have, unedited: the others are not compared. */
  readonly pairs: number;
  /** By the metric's key. */
  readonly moves: ReadonlyMap<string, SliceMove>;
}

export interface SliceMove {
  /** Mean over the pairs, each first over its trials; null where none has a number in both runs. */
  readonly difference: number | null;
  /** Cases, as the server judged them. */
  readonly improved: number;
  readonly degraded: number;
}

/** What a case's row says of itself: in the new run, where it has the case. */
export function metadataOf(row: CompareRow): JsonObject | undefined {
  return (row.new ?? row.old)?.metadata;
}

export function compareSlices(
  rows: readonly CompareRow[],
  key: string,
  metrics: readonly string[],
): readonly ComparedSlice[] {
  return sliceCases(rows, key, metadataOf).map(({ value, cases }) => {
    const pairs = cases.filter((row) => row.presence === "both" && !isEdited(row));
    return {
      value,
      pairs: new Set(pairs.map(caseOf)).size,
      moves: new Map(metrics.map((metric) => [metric, moveOf(pairs, metric)])),
    };
  });
}

function moveOf(pairs: readonly CompareRow[], metric: string): SliceMove {
  const changed = { improved: new Set<string>(), degraded: new Set<string>() };
  const values: CaseValue[] = [];
  for (const row of pairs) {
    const score = row.scores.get(metric);
    if (score?.delta !== undefined) values.push({ caseId: caseOf(row), value: score.delta });
    if (score?.change === "improved" || score?.change === "degraded") {
      changed[score.change].add(caseOf(row));
    }
  }
  return {
    difference: aggregateByCase(values, "average"),
    improved: changed.improved.size,
    degraded: changed.degraded.size,
  };
}

/** Trials of a case are rows of their own. */
function caseOf({ datapointId, key }: CompareRow): string {
  return datapointId ?? key;
}
