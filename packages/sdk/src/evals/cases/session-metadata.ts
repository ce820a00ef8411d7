import { evaluationKey } from "@honeyhive/contract";

import type { EvaluationCase } from "../types/evaluation-case.js";

/** What servers read a run's cases from: a row must not say that it is another case. */
const evaluationKeys: ReadonlySet<string> = new Set([...Object.values(evaluationKey), "trial"]);

/** A row's metadata as its session has it. */
export function toSessionMetadata(
  metadata: EvaluationCase["metadata"],
): EvaluationCase["metadata"] {
  if (metadata === undefined) return undefined;
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !evaluationKeys.has(key)));
}
