import { hostname } from "node:os";

import { manyLines, oneLine } from "@honeyhive/contract";

import { caseName, trialNames } from "./case-name.js";
import { reproduceCase } from "./reproduce-command.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import type { CaseResult } from "../types/case-result.js";
import type { RunScore } from "../types/run-evaluator.js";
import { describeExchange } from "./describe-exchange.js";
import { describeProblem, describeSite } from "./list-problems.js";

/** One suite a run, one test a trial of a case, one a gate and one a score of the run that failed, as Jenkins, GitLab, GitHub and others read it. */
export function renderJunit(results: readonly EvaluationResult[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${results.map(renderSuite).join("")}</testsuites>\n`;
}

function renderSuite(result: EvaluationResult, index: number): string {
  const { outcomes, gates, runScores, cases } = result;
  const trialOf = trialNames(cases);
  const failedGates = gates.filter(({ hasPassed }) => !hasPassed).length;
  const failedScores = runScores.filter(({ error }) => error !== undefined);
  const attributes = {
    name: result.name || "evaluation",
    package: "honeyhive",
    id: index,
    // The schema knows no zones: the time is UTC.
    timestamp: result.startedAt.slice(0, 19),
    hostname: hostname() || "localhost",
    tests: cases.length + gates.length + failedScores.length,
    failures: outcomes.failed + failedGates,
    errors: outcomes.errored + outcomes["timed-out"] + failedScores.length,
    skipped: outcomes.skipped + outcomes.cancelled,
    time: inSeconds(result.durationMs),
  };
  return [
    `  <testsuite${renderAttributes(attributes)}>`,
    ...renderProperties(result),
    ...cases.flatMap((entry) => renderCase(entry, trialOf(entry), result)),
    ...gates.flatMap((gate) =>
      renderTest({
        name: gate.message,
        suite: `${result.name} gates`,
        seconds: "0",
        inner: gate.hasPassed
          ? []
          : [element("failure", gate.message, "gate", oneLine(gate.message))],
      }),
    ),
    ...failedScores.flatMap((score) => renderFailedScore(score, result)),
    "    <system-out/>",
    "    <system-err/>",
    "  </testsuite>\n",
  ].join("\n");
}

function renderFailedScore(
  { name, error = "", thrownAt }: RunScore,
  result: Pick<EvaluationResult, "name">,
): string[] {
  const message = `${name} failed: ${error}${describeSite(thrownAt)}`;
  const inner = [element("error", message, "run-evaluator", oneLine(message))];
  return renderTest({ name, suite: `${result.name} run`, seconds: "0", inner });
}

function renderProperties(result: EvaluationResult): string[] {
  const { git, node, ci } = result.environment;
  const entries: [string, string | number | boolean | undefined | null][] = [
    ["run_id", result.runId],
    ["status", result.status],
    ["url", result.url],
    ["git.commit", git?.commit],
    ["git.branch", git?.branch],
    ["git.dirty", git?.isDirty],
    ["node", node],
    ["ci", ci],
    ["stopped_early", result.stopReason],
    ["baseline.name", result.comparison?.oldName],
    ["baseline.run_id", result.comparison?.oldRunId],
    ["cache.hits", result.cache?.hits],
    ["cache.misses", result.cache?.misses],
    ["cache.function.hits", result.cache?.function.hits],
    ["cache.evaluators.hits", result.cache?.evaluators.hits],
    ["weighted_score", result.weights === undefined ? undefined : result.weightedScore],
    ...result.metrics.flatMap(
      ({ name, aggregate, counted, total }): [string, string | number | null][] => [
        [`metric.${name}`, aggregate],
        [`counted.${name}`, `${counted} of ${total}`],
      ],
    ),
    ...result.passRates.flatMap(({ k, passAtK, passHatK }): [string, number | null][] => [
      [`pass@${k}`, passAtK],
      [`pass^${k}`, passHatK],
    ]),
    ...result.runScores.map(({ name, value }): [string, string | number | boolean | null] => [
      `run.${name}`,
      value,
    ]),
  ];
  const properties = entries.flatMap(([name, value]) =>
    value === undefined || value === null
      ? []
      : [`      <property${renderAttributes({ name, value })}/>`],
  );
  return ["    <properties>", ...properties, "    </properties>"];
}

function renderCase(
  result: CaseResult,
  trial: string,
  { name, reproduceCommand }: EvaluationResult,
): string[] {
  return renderTest({
    name: [caseName(result), result.datapointId, trial].filter(Boolean).join(" "),
    suite: name,
    seconds: inSeconds(result.durationMs),
    inner: renderOutcome(result, reproduceCase(reproduceCommand, result.datapointId)),
  });
}

function renderOutcome(result: CaseResult, command: string): string[] {
  const { outcome } = result;
  if (outcome === "passed") return [];
  const reason = describeProblem(result);
  const facts = [reason, describeExchange(result), describeScores(result)];
  const details = [...facts, `Run it again: ${command}`].filter(Boolean).join("\n");
  switch (outcome) {
    case "failed":
      return [element("failure", reason, "failed", details)];
    case "errored":
    case "timed-out":
      return [element("error", reason, outcome, details)];
    case "skipped":
    case "cancelled":
      return [`<skipped${renderAttributes({ message: reason })}/>`];
    default:
      return outcome satisfies never;
  }
}

function describeScores({ scores }: CaseResult): string {
  return Object.entries(scores)
    .map(([name, score]) => {
      if (score.state !== "scored") return `${name}: ${score.state}`;
      return `${name}: ${String(score.value)}`;
    })
    .map(oneLine)
    .join("\n");
}

interface Test {
  readonly name: string;
  readonly suite: string;
  readonly seconds: string;
  readonly inner: readonly string[];
}

function renderTest({ name, suite, seconds, inner }: Test): string[] {
  const open = `    <testcase${renderAttributes({ name, classname: suite, time: seconds })}`;
  if (inner.length === 0) return [`${open}/>`];
  return [`${open}>`, ...inner.map((line) => `      ${line}`), "    </testcase>"];
}

function element(name: string, message: string, type: string, text: string): string {
  return `<${name}${renderAttributes({ message, type })}>${escapeXml(text)}</${name}>`;
}

function renderAttributes(attributes: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(oneLine(String(value)))}"`)
    .join("");
}

/** XML cannot hold most control characters, not even escaped: they are shown. */
function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\n": "&#10;",
  };
  return (
    manyLines(text)
      // Halves of characters too.
      .replaceAll(/[\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd")
      .replaceAll(/[&<>"\n]/g, (character) => entities[character] ?? "")
  );
}

function inSeconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}
