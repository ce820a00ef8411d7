import { oneLine as onOneLine, withoutColours } from "@honeyhive/contract";

import { standingOf } from "../runs/is-good-result.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import type { RunScore } from "../types/run-evaluator.js";
import {
  aggregateTitle,
  countOf,
  describeSize,
  describeUngated,
  formatCounted,
  formatDuration,
  formatNumber,
  formatWeighted,
  oneLine,
} from "./format.js";
import { labelTable } from "./label-table.js";
import { describeList, listTexts, listUncounted, listUnpaired } from "./list-cases.js";
import { labelProblem, listFailures } from "./list-problems.js";
import { describeExchange } from "./describe-exchange.js";
import { describeUsage } from "./describe-usage.js";
import { comparisonHeader, comparisonRows, describeFacts } from "./render-comparison.js";
import {
  describeCache,
  describeOutcomes,
  describeRunScore,
  passRatesHeader,
  passRatesRow,
} from "./render.js";
import { sliceTables } from "./slice-tables.js";

/** How much of a run is told. */
export interface Room {
  /** Of each table and list. */
  readonly rows: number;
  readonly problems: number;
  /** Cases of a list that are named. */
  readonly named: number;
}

export const roomy: Room = { rows: 30, problems: 20, named: 50 };

export const icons = { good: "✅", "not-good": "❌", "not-judged": "⚠️" } as const;

/** For a comment on a pull request: verdict, metrics and comparison in sight, what went wrong folded. */
export function renderMarkdown(result: EvaluationResult, room: Room = roomy): string {
  const { comparison, gates, passRates, runScores } = result;
  const weighted = formatWeighted(result);
  const ungated = describeUngated(result);
  return [
    `### ${icons[standingOf(result)]} ${escapeMarkdown(oneLine(result.name, 100))}`,
    "",
    ...renderFacts(result),
    "",
    ...table(
      ["metric", aggregateTitle(result), "counted"],
      result.metrics.map((metric) => [
        metric.name,
        formatNumber(metric.aggregate),
        formatCounted(metric),
      ]),
      room,
    ),
    ...(weighted === undefined ? [] : ["", `weighted score ${escapeMarkdown(weighted)}`]),
    ...firstOf(listTexts(result), room, (line) => ["", escapeMarkdown(line)]),
    ...sliceTables(result).flatMap(({ header, rows, note }) => [
      ...(header.length === 0 ? [] : ["", ...table(header, rows, room)]),
      ...(note === undefined ? [] : ["", escapeMarkdown(note)]),
    ]),
    ...(passRates.length === 0
      ? []
      : ["", ...table(passRatesHeader, passRates.map(passRatesRow), room)]),
    ...renderRunScores(runScores, room),
    ...(comparison === undefined
      ? []
      : [
          "",
          escapeMarkdown(describeFacts(comparison)),
          "",
          ...table(comparisonHeader, comparisonRows(comparison), room),
        ]),
    ...(gates.length === 0 ? [] : [""]),
    // Those that failed first: they may be all that there is room for.
    ...firstOf(
      gates.toSorted((one, other) => Number(one.hasPassed) - Number(other.hasPassed)),
      room,
      ({ hasPassed, message }) => [
        `- ${hasPassed ? "✅" : "❌"} gate ${hasPassed ? "passed" : "**failed**"}: ${escapeMarkdown(message)}`,
      ],
    ),
    ...(ungated === undefined ? [] : [`- ❌ ${escapeMarkdown(ungated)}`]),
    ...firstOf(result.lateErrors, room, (error) => [
      `- ❌ ${escapeMarkdown(oneLine(withoutColours(error), 300))}`,
    ]),
    ...renderProblems(result, room),
    ...renderLists(result, room),
  ].join("\n");
}

function renderRunScores(scores: readonly RunScore[], room: Room): string[] {
  const { others, header, rows } = labelTable(scores);
  const lines = firstOf(others, room, (score) => [
    `- ${escapeMarkdown(score.name + describeRunScore(score))}`,
  ]);
  return [
    ...(lines.length === 0 ? [] : ["", ...lines]),
    ...(rows.length === 0 ? [] : ["", ...table(header, rows, room)]),
  ];
}

/** Lines of as many as there is room for, and how many more there are. */
function firstOf<Item>(
  items: readonly Item[],
  { rows }: Room,
  toLines: (item: Item) => readonly string[],
): string[] {
  const rest = items.length - rows;
  return [...items.slice(0, rows).flatMap(toLines), ...(rest > 0 ? [`- … and ${rest} more`] : [])];
}

function renderFacts(result: EvaluationResult): string[] {
  const { comparison, environment, url, stopReason, selection } = result;
  const commit = environment.git?.commit?.slice(0, 10);
  const usage = describeUsage(result);
  const facts = [
    `${describeSize(result)}: ${describeOutcomes(result)}`,
    formatDuration(result.durationMs),
    ...(commit === undefined
      ? []
      : [`commit ${commit}${environment.git?.isDirty === true ? " with changes" : ""}`]),
    ...(url === undefined ? [] : [`[run](${encodeURI(url)})`]),
    ...(comparison?.url === undefined ? [] : [`[comparison](${encodeURI(comparison.url)})`]),
  ];
  return [
    facts.join(" · "),
    ...(usage === undefined ? [] : ["", escapeMarkdown(usage)]),
    ...(result.cache === undefined ? [] : ["", escapeMarkdown(describeCache(result.cache))]),
    ...(selection === undefined
      ? []
      : [
          "",
          `${selection.selected} of ${selection.total} cases selected: ${escapeMarkdown(selection.rule)}`,
        ]),
    ...(stopReason === undefined ? [] : ["", `**Stopped early**: ${escapeMarkdown(stopReason)}.`]),
  ];
}

function renderProblems(result: EvaluationResult, room: Room): string[] {
  const problems = listFailures(result);
  if (problems.length === 0) return [];
  const shown = problems.slice(0, room.problems);
  if (shown.length === 0) return ["", `${countOf(problems.length, "case")} went wrong`];
  const rest = problems.length - shown.length;
  return [
    "",
    `<details><summary>${countOf(problems.length, "case")} went wrong</summary>`,
    "",
    ...shown.flatMap((problem) => [
      `- ${escapeMarkdown(`${labelProblem(problem)}: ${problem.reason}`)}`,
      `  <br>${escapeMarkdown(describeExchange(problem.result))}<br><code>${escapeMarkdown(problem.command)}</code>`,
    ]),
    ...(rest > 0 ? [`- … and ${rest} more`] : []),
    "",
    "</details>",
  ];
}

function renderLists(result: EvaluationResult, { rows, named }: Room): string[] {
  if (named === 0) return [];
  const unpaired = result.comparison === undefined ? [] : listUnpaired(result.comparison);
  const lists = [...unpaired, ...listUncounted(result)];
  if (lists.length === 0) return [];
  const shown = lists.slice(0, rows).map((list) => describeList(list, named));
  return [
    "",
    "<details><summary>Cases that are not in all of the numbers</summary>",
    "",
    ...shown.map((line) => `- ${escapeMarkdown(line)}`),
    ...(lists.length > rows ? [`- … and ${lists.length - rows} more lists`] : []),
    "",
    "</details>",
  ];
}

export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  room: Pick<Room, "rows">,
): string[] {
  const toLine = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => escapeMarkdown(oneLine(cell, 120))).join(" | ")} |`;
  const align = header.map((_, column) => (column === 0 ? ":--" : "--:"));
  const rest = rows.length - room.rows;
  return [
    toLine(header),
    `| ${align.join(" | ")} |`,
    ...rows.slice(0, room.rows).map(toLine),
    ...(rest > 0 ? [`| … and ${rest} more |`] : []),
  ];
}

/** Text of others as text on one line: no markup, and no mention of a person or an issue. */
export function escapeMarkdown(text: string): string {
  return onOneLine(text)
    .replaceAll("://", ":\u200b//")
    .replaceAll(/[@#](?=\w)|[&<>"'`*_|~[\]{}\\!$]/g, (character) =>
      character === "@" || character === "#"
        ? `${character}<!-- -->`
        : `&#${character.charCodeAt(0)};`,
    );
}
