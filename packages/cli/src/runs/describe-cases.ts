import { formatDuration, type DatapointResult } from "@honeyhive/contract";

import { formatNumber } from "../output/format.js";
import { oneLine } from "../output/one-line.js";
import { pairLines } from "../output/table.js";
import { outcomeOf } from "./pick-cases.js";

export interface CaseOptions {
  /** Also of texts that are longer than a line or two. */
  readonly isFull: boolean;
}

/** Each case with its scores, what went in, what was expected and what came out. */
export function describeCases(cases: readonly DatapointResult[], options: CaseOptions): string[] {
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
    formatDuration(one.duration),
  ].join("  ");
}

function factsOf(one: DatapointResult, { isFull }: CaseOptions): (readonly [string, string])[] {
  const { error, inputs, outputs, ground_truth: expected } = one;
  const show = (value: unknown): string => {
    const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
    return isFull ? text : cut(text);
  };
  return [
    ...(error === null ? [] : [["error", show(error)] as const]),
    ...scoresOf(one).map(([name, text]) => [name, show(text)] as const),
    ["inputs", show(inputs)],
    ...((expected ?? null) === null ? [] : [["expected", show(expected)] as const]),
    ["outputs", show(outputs)],
    ["session", one.session_id],
  ];
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

const maxText = 240;

function cut(text: string): string {
  return text.length <= maxText ? text : `${text.slice(0, maxText - 1)}…`;
}
