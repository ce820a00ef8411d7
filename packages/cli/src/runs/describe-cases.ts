import {
  durationOfCase,
  formatDuration,
  oneLine,
  withoutColours,
  type DatapointResult,
} from "@honeyhive/contract";

import { formatNumber } from "../output/format.js";
import { showValue, type ShowOptions } from "../output/show-value.js";
import { pairLines } from "../output/table.js";
import { outcomeOf } from "./pick-cases.js";

/** Each case with its scores, what went in, what was expected and what came out. */
export function describeCases(cases: readonly DatapointResult[], options: ShowOptions): string[] {
  return cases.flatMap((one, index) => [
    ...(index === 0 ? [] : [""]),
    titleOf(one),
    ...pairLines(factsOf(one, options)).map((line) => `  ${line}`),
  ]);
}

function titleOf(one: DatapointResult): string {
  const trial = one.trial ?? null;
  return [
    outcomeOf(one),
    oneLine(one.datapoint_id ?? one.session_id),
    ...(trial === null ? [] : [`trial ${trial + 1}`]),
    formatDuration(durationOfCase(one)),
  ].join("  ");
}

function factsOf(one: DatapointResult, options: ShowOptions): (readonly [string, string])[] {
  const { error, inputs, ground_truth: expected } = one;
  const facts: (readonly [string, unknown])[] = [
    ...(error === null ? [] : [["error", withoutColours(error)] as const]),
    ...scoresOf(one),
    ["inputs", inputs],
    ...((expected ?? null) === null ? [] : [["expected", expected] as const]),
    ...outputsOf(one),
    ["session", one.session_id],
  ];
  return facts.map(([name, value]) => [name, showValue(value, options)] as const);
}

/** What came out: what is no object travels as the `result` of one. Of a case that came to nothing, nothing. */
function outputsOf(one: DatapointResult): (readonly [string, unknown])[] {
  const { outputs } = one;
  const names = Object.keys(outputs);
  if (names.length === 0 && !isJudged(one)) return [];
  return [["outputs", names.join() === "result" ? outputs["result"] : outputs]];
}

function isJudged(one: DatapointResult): boolean {
  return ["passed", "failed"].includes(outcomeOf(one));
}

function scoresOf({ metrics, unscored = [] }: DatapointResult): (readonly [string, string])[] {
  return [
    ...metrics.map(({ name, value, passed, explanation }) => {
      const verdict = passed || value === false ? "" : " (fails)";
      const text = typeof value === "number" ? formatNumber(value) : String(value);
      return [name, `${text}${verdict}${because(explanation)}`] as const;
    }),
    ...unscored.map(({ name, state, explanation }) => {
      const what = state === "error" ? "error" : "not scorable";
      return [name, `${what}${because(explanation)}`] as const;
    }),
  ];
}

function because(explanation: string | undefined): string {
  return explanation === undefined ? "" : `: ${explanation}`;
}
