import {
  compareScores,
  toNumericScore,
  type ScoreComparison,
  type ScorePair,
} from "@honeyhive/contract";

import type { CaseResult, EvaluationResult } from "./types.js";

export interface ComparedMetric extends ScoreComparison {
  readonly name: string;
  /** Cases that both runs scored. */
  readonly paired: number;
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

/** Compares two results case by case: pairs by datapoint id, and says for each metric what the difference is worth. */
export function compareRuns(newRun: EvaluationResult, oldRun: EvaluationResult): RunsComparison {
  const oldCases = new Map(oldRun.cases.map((result) => [result.datapointId, result]));
  const newIds = new Set(newRun.cases.map(({ datapointId }) => datapointId));
  const pairs = newRun.cases.flatMap((current) => {
    const previous = oldCases.get(current.datapointId);
    return previous === undefined ? [] : [{ current, previous }];
  });
  const oldNames = new Set(oldRun.metrics.map(({ name }) => name));
  const names = newRun.metrics.map(({ name }) => name).filter((name) => oldNames.has(name));
  return {
    newName: newRun.name,
    oldName: oldRun.name,
    metrics: names.map((name) => {
      const scorePairs = pairs.flatMap(({ current, previous }): ScorePair[] => {
        const now = scoreOf(current, name);
        const before = scoreOf(previous, name);
        return now === undefined || before === undefined
          ? []
          : [{ id: current.datapointId, old: before, new: now }];
      });
      return { name, paired: scorePairs.length, ...compareScores(scorePairs) };
    }),
    common: pairs.map(({ current }) => current.datapointId),
    added: [...newIds].filter((id) => !oldCases.has(id)),
    removed: [...oldCases.keys()].filter((id) => !newIds.has(id)),
  };
}

function scoreOf(result: CaseResult, name: string): number | undefined {
  const score = result.scores[name];
  return score?.state === "scored" ? toNumericScore(score.value) : undefined;
}
