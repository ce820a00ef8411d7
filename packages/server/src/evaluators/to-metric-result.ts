import type { MetricContent, RunMetricResponse } from "@honeyhive/contract";

import { isJsonObject } from "../lib/json.js";

/** What an evaluator gave, checked against what its metric returns. It gives a value, or one with an explanation. */
export function toMetricResult(metric: MetricContent, given: unknown): RunMetricResponse {
  const value = isJsonObject(given) ? (given["result"] ?? given["score"]) : given;
  const reason = isJsonObject(given) ? given["explanation"] : undefined;
  const explanation = typeof reason === "string" ? reason : null;
  const problem = findProblem(metric, value);
  return problem === undefined
    ? { success: true, loading: false, result: value as number, explanation }
    : toFailure(problem);
}

/** What an evaluator that gave nothing has come to. */
export function toFailure(explanation: string): RunMetricResponse {
  return { success: false, loading: false, result: null, explanation };
}

function findProblem(
  { return_type: type, categories }: MetricContent,
  value: unknown,
): string | undefined {
  const names = categories?.map(({ category }) => category);
  const isRight = {
    float: typeof value === "number",
    boolean: typeof value === "boolean",
    string: typeof value === "string",
    categorical: typeof value === "string" && (names?.includes(value) ?? true),
  }[type];
  if (isRight) return undefined;
  const wanted = type === "categorical" && names ? `one of ${names.join(", ")}` : `a ${type}`;
  return `Expected the evaluator to return ${wanted}, got \`${JSON.stringify(value) ?? "nothing"}\`.`;
}
