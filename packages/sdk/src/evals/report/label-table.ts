import type { RunScore } from "../types/run-evaluator.js";
import { formatNumber } from "./format.js";

const measures = ["precision", "recall", "f1"] as const;

/** What a classification says of each label, as a table, and what else was said of the run. */
export interface LabelTable {
  /** Without what is in the table. */
  readonly others: readonly RunScore[];
  readonly header: readonly string[];
  /** Of each label; none where nothing was classified. */
  readonly rows: readonly (readonly string[])[];
}

/** Names such as `classification.bug.recall` are a row `classification.bug` and a column. */
export function labelTable(scores: readonly RunScore[]): LabelTable {
  const byLabel = new Map<string, Map<string, RunScore["value"]>>();
  const others: RunScore[] = [];
  for (const score of scores) {
    const end = score.name.lastIndexOf(".");
    const [label, measure] = [score.name.slice(0, end), score.name.slice(end + 1)];
    const isOfLabel = label.includes(".") && measures.some((one) => one === measure);
    if (!isOfLabel || typeof score.value !== "number" || score.explanation !== undefined) {
      others.push(score);
      continue;
    }
    const known = byLabel.get(label) ?? new Map<string, RunScore["value"]>();
    byLabel.set(label, known.set(measure, score.value));
  }
  const rows = [...byLabel].map(([label, values]) => [
    label,
    ...measures.map((measure) => toText(values.get(measure))),
  ]);
  return { others, header: ["label", ...measures], rows };
}

function toText(value: RunScore["value"] | undefined): string {
  return formatNumber(typeof value === "number" ? value : null);
}
