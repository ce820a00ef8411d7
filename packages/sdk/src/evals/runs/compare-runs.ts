import {
  averageByCase,
  compareScores,
  correctVerdicts,
  type ScoreComparison,
} from "@honeyhive/contract";

import { valuesOf } from "./summarise.js";
import type { CaseResult } from "../types.js";

export interface ComparedMetric extends ScoreComparison {
  readonly name: string;
  /** Cases that both runs scored. */
  readonly paired: number;
  /** After Holm's correction over the metrics compared; what `verdict` rests on. */
  readonly adjustedPValue: number | null;
}

/** What is compared of a run: a result, or what a server holds of one. */
export interface ComparableRun {
  readonly name: string;
  readonly cases: readonly Pick<CaseResult, "datapointId" | "scores">[];
  readonly metrics: readonly { readonly name: string }[];
}

export interface RunsComparison {
  readonly newName: string;
  readonly oldName: string;
  readonly metrics: readonly ComparedMetric[];
  /** Datapoint ids. */
  readonly common: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Compares two results case by case: pairs by datapoint id, each case averaged over its trials first, and says for each
 * metric what the difference is worth.
 */
export function compareRuns(newRun: ComparableRun, oldRun: ComparableRun): RunsComparison {
  const oldIds = new Set(oldRun.cases.map(({ datapointId }) => datapointId));
  const newIds = new Set(newRun.cases.map(({ datapointId }) => datapointId));
  const oldNames = new Set(oldRun.metrics.map(({ name }) => name));
  const names = newRun.metrics.map(({ name }) => name).filter((name) => oldNames.has(name));
  return {
    newName: newRun.name,
    oldName: oldRun.name,
    metrics: correctVerdicts(
      names.map((name) => {
        const before = averageByCase(valuesOf(oldRun.cases, name));
        const pairs = [...averageByCase(valuesOf(newRun.cases, name))].flatMap(([id, now]) => {
          const old = before.get(id);
          return old === undefined ? [] : [{ id, old, new: now }];
        });
        return { name, paired: pairs.length, ...compareScores(pairs) };
      }),
    ),
    common: [...newIds].filter((id) => oldIds.has(id)),
    added: [...newIds].filter((id) => !oldIds.has(id)),
    removed: [...oldIds].filter((id) => !newIds.has(id)),
  };
}
