import { caseToJson } from "../journal/case-to-json.js";
import type { EvaluationResult } from "../types/evaluation-result.js";

/** `{ "version": 1, "runs": [ … ] }`, each run as `evaluate()` resolves to it. */
export function renderJson(results: readonly EvaluationResult[]): string {
  return `{"version":1,"runs":[\n${results.map(resultToJson).join(",\n")}\n]}\n`;
}

/** One line. Outputs may be anything: what is no JSON is kept as traces keep it. */
export function resultToJson({ cases, ...rest }: EvaluationResult): string {
  const head = JSON.stringify(rest).slice(0, -1);
  return `${head},"cases":[${cases.map(caseToJson).join(",")}]}`;
}
