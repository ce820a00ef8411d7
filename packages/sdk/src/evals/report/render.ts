import {
  caseOutcomes,
  oneLine as onOneLine,
  withoutColours,
  type PassRate,
} from "@honeyhive/contract";

import type { CallCounts, CacheSummary } from "../types/model-cache.js";
import type { CasesSummary, EvaluationResult } from "../types/evaluation-result.js";
import type { RunScore } from "../types/run-evaluator.js";
import {
  aggregateTitle,
  capLines,
  countOf,
  describeSize,
  describeUngated,
  formatDuration,
  formatNumber,
  formatRunValue,
  formatWeighted,
  oneLine,
} from "./format.js";
import { describeList, listTexts, listUncounted } from "./list-cases.js";
import { describeSite, labelProblem, listFailures, type Problem } from "./list-problems.js";
import { describeExchange } from "./describe-exchange.js";
import { describeUsage } from "./describe-usage.js";
import { labelTable } from "./label-table.js";
import { comparisonLines } from "./render-comparison.js";
import { sliceTables } from "./slice-tables.js";
import { textTable } from "./text-table.js";

/** With at most ten lines of progress before them a run takes no more than 60 lines, whatever its size. */
const maxLines = 48;
const maxNamed = 5;
const maxNameLength = 80;

/** Most lines of each table. */
interface Room {
  readonly metrics: number;
  readonly notes: number;
  readonly slices: number;
  readonly passRates: number;
  readonly runScores: number;
  readonly compared: number;
  readonly gates: number;
}

/** For runs that leave room beside all that went wrong. */
const roomy: Room = {
  metrics: 25,
  notes: 10,
  slices: 15,
  passRates: 10,
  runScores: 25,
  compared: 20,
  gates: 15,
};
const wide: Room = {
  metrics: 10,
  notes: 5,
  slices: 6,
  passRates: 4,
  runScores: 5,
  compared: 8,
  gates: 6,
};
/** For runs that have something of everything. */
const tight: Room = {
  metrics: 5,
  notes: 2,
  slices: 3,
  passRates: 2,
  runScores: 2,
  compared: 3,
  gates: 3,
};

export interface RenderOptions {
  /** Most cases that went wrong to list, worst first; the rest is counted. Default 10. */
  readonly maxProblems?: number;
}

/** The result as text for a terminal: metrics with their denominators, outcomes, and the cases that went wrong. */
export function renderResult(
  result: EvaluationResult,
  { maxProblems = 10 }: RenderOptions = {},
): string {
  const failures = listFailures(result);
  const end = renderDelivery(result);
  const wanted = Math.min(failures.length, maxProblems) * 2;
  const spaces: readonly (readonly [Room, number])[] = [
    [roomy, wanted === 0 ? 0 : wanted + 2],
    [wide, wanted === 0 ? 0 : 5],
  ];
  const fitting = spaces
    .map(([room, below]) => ({ lines: renderTables(result, room), below }))
    .find(({ lines: tables, below }) => tables.length + end.length + below <= maxLines);
  const lines = fitting?.lines ?? renderTables(result, tight);
  const room = maxLines - lines.length - end.length - 2;
  return toText([...lines, ...renderProblems(failures, maxProblems, room), ...end]);
}

const allDelivered = { exported: 0, dropped: 0, pending: 0, isComplete: true };

/** The same before anything is delivered, and the run as a whole scored. */
export function renderSummary(summary: CasesSummary, options?: RenderOptions): string {
  return renderResult({ ...summary, runScores: [], delivery: allDelivered }, options);
}

/** What `renderSummary` could not say of the run. Empty where there is nothing. */
export function renderLater(
  result: EvaluationResult,
  { serverError, gates: said }: CasesSummary,
): string {
  const lines = renderRunScores(result.runScores, roomy.runScores);
  const later = result.gates.filter(
    ({ message }) => !said.some((gate) => gate.message === message),
  );
  lines.push(...renderGates({ ...result, gates: later }, roomy.gates));
  if (serverError === undefined) lines.push(...renderDelivery(result));
  return toText(lines);
}

/** Whatever is on the lines, they stay lines. */
function toText(lines: readonly string[]): string {
  return lines.map(onOneLine).join("\n");
}

function renderTables(result: EvaluationResult, room: Room): string[] {
  const { comparison } = result;
  const uncounted = listUncounted(result).map((list) => describeList(list, maxNamed));
  const weighted = formatWeighted(result);
  const notes = [...listTexts(result), ...uncounted];
  return [
    ...renderHead(result),
    "",
    ...indent(capLines(metricTable(result), room.metrics + 2, "metrics")),
    ...(weighted === undefined ? [] : [`  weighted score ${weighted}`]),
    ...indent(capLines(notes, room.notes, "notes of what is in no mean")),
    ...renderSlices(result, room.slices),
    ...renderPassRates(result.passRates, room.passRates),
    ...renderRunScores(result.runScores, room.runScores),
    ...(comparison === undefined ? [] : ["", ...comparisonLines(comparison, room.compared)]),
    ...renderGates(result, room.gates),
  ];
}

/** What ran, how it ended, and what limits what the numbers say. */
export function renderHead(result: EvaluationResult): string[] {
  const { name, durationMs, status, selection, stopReason } = result;
  const usage = describeUsage(result);
  return [
    `${oneLine(name, 100)}: ${describeSize(result)} in ${formatDuration(durationMs)}, run ${status}`,
    `  ${describeOutcomes(result)}`,
    ...(stopReason === undefined
      ? []
      : [`  Stopped early: ${oneLine(stopReason, 150)}. The numbers are of what was run.`]),
    ...(usage === undefined ? [] : [`  ${usage}`]),
    ...(result.cache === undefined ? [] : [`  ${describeCache(result.cache)}`]),
    ...renderRestored(result),
    ...(selection === undefined
      ? []
      : [
          `  ${selection.selected} of ${selection.total} cases selected: ${oneLine(selection.rule, 200)}`,
        ]),
  ];
}

function renderRestored({ restoredCases: restored }: EvaluationResult): string[] {
  if (restored === undefined || restored.withoutSpans === 0) return [];
  return [
    `  ${countOf(restored.withoutSpans, "case")} sent from the journal: what happened inside is lost, the results are not.`,
  ];
}

/** What came from the cache, and what that means for times and costs. */
export function describeCache({ mode, cachedCases, ...calls }: CacheSummary): string {
  const meaning =
    cachedCases === 0
      ? ""
      : `; times and costs of ${countOf(cachedCases, "case")} are not those of models`;
  const sides = [`function ${describeCalls(calls.function)}`, describeJudges(calls.evaluators)];
  return `Cache (${mode}): ${sides.flat().join("; ")}${meaning}`;
}

/** Most runs have none that call models. */
function describeJudges(calls: CallCounts): string[] {
  const isCalled = calls.hits + calls.misses + calls.bypassed > 0;
  return isCalled ? [`evaluators ${describeCalls(calls)}`] : [];
}

function describeCalls({ hits, misses, bypassed }: CallCounts): string {
  const rest = bypassed === 0 ? "" : `, ${bypassed} not cacheable`;
  return `${hits} hits, ${misses} misses${rest}`;
}

export function describeOutcomes({ outcomes }: EvaluationResult): string {
  const present = caseOutcomes.filter((outcome) => outcomes[outcome] > 0);
  if (present.length === 0) return "no case was run";
  return present.map((outcome) => `${outcomes[outcome]} ${outcome}`).join(" · ");
}

function metricTable(result: EvaluationResult): string[] {
  const rows = result.metrics.map((metric) => [
    oneLine(metric.name, maxNameLength),
    formatNumber(metric.aggregate),
    `${metric.counted} of ${metric.total}`,
    String(metric.errors),
    String(metric.notScorable),
    String(metric.missing),
  ]);
  if (rows.length === 0) return ["no evaluators: nothing was scored"];
  const title = aggregateTitle(result);
  return textTable(["metric", title, "counted", "errors", "n/a", "missing"], rows);
}

/** The room is for all of them: each has at least its first line. */
function renderSlices(result: EvaluationResult, most: number): string[] {
  const tables = sliceTables(result);
  const each = Math.max(1, Math.floor(most / Math.max(1, tables.length)));
  return tables.flatMap(({ header, rows, note }) => {
    const slices = header.length === 0 ? [] : capLines(textTable(header, rows), each + 2, "slices");
    return ["", ...indent(note === undefined ? slices : [...slices, note])];
  });
}

function renderPassRates(rates: readonly PassRate[], most: number): string[] {
  if (rates.length === 0) return [];
  const shown = rates.length <= most ? rates : [...rates.slice(0, most - 1), ...rates.slice(-1)];
  return ["", ...indent(textTable(passRatesHeader, shown.map(passRatesRow)))];
}

export const passRatesHeader = ["trials", "pass@k", "pass^k", "cases"] as const;

export function passRatesRow({ k, passAtK, passHatK, cases }: PassRate): string[] {
  return [`k = ${k}`, formatNumber(passAtK), formatNumber(passHatK), String(cases)];
}

function renderRunScores(scores: readonly RunScore[], most: number): string[] {
  if (scores.length === 0) return [];
  const { others, header, rows } = labelTable(scores);
  const lines = others.map(
    (score) => `${oneLine(score.name, maxNameLength)}${describeRunScore(score)}`,
  );
  const labels = rows.map(([label = "", ...cells]) => [oneLine(label, maxNameLength), ...cells]);
  const table = capLines(textTable(header, labels), most + 2, "labels");
  return [
    ...(lines.length === 0 ? [] : ["", ...indent(capLines(lines, most, "values"))]),
    ...(labels.length === 0 ? [] : ["", ...indent(table)]),
  ];
}

export function describeRunScore({ value, error, thrownAt, explanation }: RunScore): string {
  if (error !== undefined) {
    return ` failed: ${oneLine(withoutColours(error), 150)}${describeSite(thrownAt)}`;
  }
  const why = explanation === undefined ? "" : ` (${oneLine(withoutColours(explanation), 100)})`;
  return `: ${typeof value === "number" ? formatRunValue(value) : oneLine(String(value ?? "–"), 100)}${why}`;
}

function renderGates(result: EvaluationResult, most: number): string[] {
  const { gates } = result;
  const ungated = describeUngated(result);
  if (gates.length === 0) return [];
  const lines = gates
    .toSorted((left, right) => Number(left.hasPassed) - Number(right.hasPassed))
    .map(({ hasPassed, message }) => `gate ${hasPassed ? "passed" : "FAILED"}: ${message}`);
  return ["", ...indent([...capLines(lines, most, "gates"), ...(ungated ? [ungated] : [])])];
}

/** Cut only where no shell would want it: what is cut runs nothing. */
const maxCommandLength = 2000;

/** What went wrong, what was asked and came out, and the command that shows it again. */
function renderProblems(problems: readonly Problem[], most: number, room: number): string[] {
  if (problems.length === 0) return [];
  const wanted = Math.min(most, problems.length);
  const areAllShown = wanted * 2 + 2 <= room;
  const shown = problems.slice(0, areAllShown ? wanted : Math.max(1, Math.floor((room - 2) / 3)));
  const rest = problems.length - shown.length;
  const hasRoom = shown.length * 3 + 2 <= room;
  return [
    "",
    ...shown.flatMap((problem) => [
      ...describeWrong(problem, hasRoom),
      `    ${problem.command.slice(0, maxCommandLength)}`,
    ]),
    ...(rest > 0 ? [`  … and ${rest} more ${rest === 1 ? "case" : "cases"} that went wrong`] : []),
  ];
}

function describeWrong(problem: Problem, hasRoom: boolean): string[] {
  const wrong = `  ${labelProblem(problem)}: ${problem.reason}`;
  const exchange = describeExchange(problem.result);
  return hasRoom ? [wrong, `    ${exchange}`] : [`${wrong} · ${exchange}`];
}

function renderDelivery(result: EvaluationResult): string[] {
  const { delivery, serverError, journalPath, runId, url } = result;
  const resuming = `\`resume: "${runId}"\` or \`npx honeyhive eval <file> --resume ${runId}\``;
  if (serverError !== undefined) {
    // The server knows of a run that has begun: what it has of it is for a resumed run to find out.
    if (url === undefined) return ["", `  Not stored on the server: ${serverError}`];
    const later = journalPath === undefined ? [] : [`  ${resuming} sends what is missing.`];
    return ["", `  Not stored on the server, or not whole: ${serverError}`, ...later];
  }
  if (delivery.isComplete) return [];
  const later = journalPath === undefined ? "" : ` ${resuming} sends them.`;
  return ["", `  Not delivered: ${delivery.pending} pending, ${delivery.dropped} dropped.${later}`];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
