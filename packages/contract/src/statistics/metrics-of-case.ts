import type { ScoreState } from "../runs/outcome.js";
import { toLabel, toNumericScore } from "./aggregate.js";
import type { CaseMetric } from "./compare-cases.js";

/** What evaluators said of a case as a whole, as metrics to compare. */
export function metricsOfCase(scores: Readonly<Record<string, ScoreState>>): CaseMetric[] {
  return Object.entries(scores).map(([name, score]) => ({
    name,
    isOfCase: true,
    value: score.state === "scored" ? toNumericScore(score.value) : undefined,
    label: score.state === "scored" ? toLabel(score.value) : undefined,
  }));
}
