import { reproduceCase } from "../reproduce-command.js";
import { formatDuration, type ScoreState } from "@honeyhive/contract";

import { toFaithfulJson } from "../../../lib/faithful-json.js";
import { serialise, withoutQuotes } from "../../../lib/serialise.js";
import type { EvaluationResult } from "../../types/evaluation-result.js";
import { trialNames } from "../case-name.js";
import { describeSite } from "../list-problems.js";

/** A row of the report's table of cases, ready to be shown. */
export interface CaseData {
  readonly label: string;
  readonly outcome: string;
  readonly isWrong: boolean;
  readonly time: string;
  readonly scores: Readonly<
    Record<string, { readonly text: string; readonly explanation?: string }>
  >;
  readonly error?: string | undefined;
  readonly inputs: string;
  readonly outputs?: string | undefined;
  readonly groundTruth?: string | undefined;
  readonly metadata?: string | undefined;
  /** Such as `worse: exact`. */
  readonly changes?: readonly string[] | undefined;
  readonly command: string;
  readonly sessionId: string;
}

const maxValueLength = 2000;

export function toCaseData(result: EvaluationResult): CaseData[] {
  const changes = listChanges(result);
  const trialOf = trialNames(result.cases);
  return result.cases.map((entry) => ({
    label: [String(entry.index + 1), entry.datapointId, trialOf(entry)].filter(Boolean).join(" · "),
    outcome: entry.outcome,
    isWrong: !["passed", "skipped"].includes(entry.outcome),
    time: `${formatDuration(entry.durationMs)}${(entry.cachedFunctionCalls ?? 0) > 0 ? " (cached)" : ""}`,
    scores: Object.fromEntries(
      Object.entries(entry.scores).map(([name, score]) => [name, describeScore(score)]),
    ),
    error: entry.error === undefined ? undefined : entry.error + describeSite(entry.thrownAt),
    inputs: toText(entry.inputs) ?? "",
    outputs: toText(entry.outputs),
    groundTruth: toText(entry.groundTruth),
    metadata: toText(entry.metadata),
    changes: changes.get(entry.datapointId),
    command: reproduceCase(result.reproduceCommand, entry.datapointId),
    sessionId: entry.sessionId,
  }));
}

function listChanges({ comparison }: EvaluationResult): Map<string, string[]> {
  const changes = new Map<string, string[]>();
  const add = (id: string, change: string): void =>
    void changes.set(id, [...(changes.get(id) ?? []), change]);
  for (const { name, improved, degraded } of comparison?.metrics ?? []) {
    for (const id of degraded) add(id, `worse: ${name}`);
    for (const id of improved) add(id, `better: ${name}`);
  }
  for (const id of comparison?.added ?? []) add(id, "added");
  for (const id of comparison?.edited ?? []) add(id, "edited");
  return changes;
}

function describeScore(score: ScoreState): { text: string; explanation?: string } {
  switch (score.state) {
    case "scored": {
      const { value, explanation } = score;
      const text = typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value);
      return explanation === undefined ? { text } : { text, explanation };
    }
    case "not-scorable":
      return { text: "n/a", explanation: score.reason };
    case "error":
      return { text: "error", explanation: score.message };
    default:
      return score satisfies never;
  }
}

function toText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string") return cut(value);
  // Cycles, bigints and maps are kept as traces keep them.
  const json = toFaithfulJson(value);
  if (json === undefined) return cut(withoutQuotes(serialise(value, maxValueLength).text));
  return cut(json.startsWith('"') ? withoutQuotes(json) : JSON.stringify(value, undefined, 2));
}

function cut(text: string): string {
  if (text.length <= maxValueLength) return text;
  return `${text.slice(0, maxValueLength)}… (${text.length - maxValueLength} more characters)`;
}
