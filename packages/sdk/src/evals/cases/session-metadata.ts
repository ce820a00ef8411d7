import { caseMetadataKeys } from "@honeyhive/contract";

import type { EvaluationCase } from "../types/evaluation-case.js";

/** A row's metadata as its session has it: a row must not say there that it is another case. */
export function toSessionMetadata(
  metadata: EvaluationCase["metadata"],
): EvaluationCase["metadata"] {
  if (metadata === undefined) return undefined;
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !caseMetadataKeys.has(key)));
}
