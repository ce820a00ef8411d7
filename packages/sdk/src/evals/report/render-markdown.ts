import { oneLine as onOneLine, withoutColours } from "@honeyhive/contract";

import { standingOf } from "../runs/is-good-result.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
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
import { describeList, listTexts, listUncounted, listUnpaired } from "./list-cases.js";
import { labelProblem, listFailures } from "./list-problems.js";
import { comparisonHeader, comparisonRow, describeFacts } from "./render-comparison.js";
import {
  describeCache,
  describeOutcomes,
  describeRunScore,
  passRatesHeader,
  passRatesRow,
} from "./render.js";

const maxRows = 30;
const maxProblems = 20;
const maxNamed = 50;

const icons = { good: "✅", "not-good": "❌", "not-judged": "⚠️" } as const;

/** For a comment on a pull request: verdict, metrics and comparison in sight, what went wrong folded. */
export function renderMarkdown(result: EvaluationResult): string {
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
    ),
    ...(weighted === undefined ? [] : ["", `weighted score ${escapeMarkdown(weighted)}`]),
    ...listTexts(result).flatMap((line) => ["", escapeMarkdown(line)]),
    ...(passRates.length === 0 ? [] : ["", ...table(passRatesHeader, passRates.map(passRatesRow))]),
    ...(runScores.length === 0
      ? []
      : [
          "",
          ...runScores.map((score) => `- ${escapeMarkdown(score.name + describeRunScore(score))}`),
        ]),
    ...(comparison === undefined
      ? []
      : [
          "",
          escapeMarkdown(describeFacts(comparison)),
          "",
          ...table(comparisonHeader, comparison.metrics.map(comparisonRow)),
        ]),
    ...(gates.length === 0 ? [] : [""]),
    ...gates.map(
      ({ hasPassed, message }) =>
        `- ${hasPassed ? "✅" : "❌"} gate ${hasPassed ? "passed" : "**failed**"}: ${escapeMarkdown(message)}`,
    ),
    ...(ungated === undefined ? [] : [`- ❌ ${escapeMarkdown(ungated)}`]),
    ...result.lateErrors.map(
      (error) => `- ❌ ${escapeMarkdown(oneLine(withoutColours(error), 300))}`,
    ),
    ...renderProblems(result),
    ...renderLists(result),
  ].join("\n");
}

function renderFacts(result: EvaluationResult): string[] {
  const { comparison, environment, url, stopReason, selection } = result;
  const commit = environment.git?.commit?.slice(0, 10);
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

function renderProblems(result: EvaluationResult): string[] {
  const problems = listFailures(result);
  if (problems.length === 0) return [];
  const shown = problems.slice(0, maxProblems);
  const rest = problems.length - shown.length;
  return [
    "",
    `<details><summary>${countOf(problems.length, "case")} went wrong</summary>`,
    "",
    ...shown.flatMap((problem) => [
      `- ${escapeMarkdown(`${labelProblem(problem)}: ${problem.reason}`)}`,
      `  <br><code>${escapeMarkdown(problem.command)}</code>`,
    ]),
    ...(rest > 0 ? [`- … and ${rest} more`] : []),
    "",
    "</details>",
  ];
}

function renderLists(result: EvaluationResult): string[] {
  const unpaired = result.comparison === undefined ? [] : listUnpaired(result.comparison);
  const lists = [...unpaired, ...listUncounted(result)];
  if (lists.length === 0) return [];
  const shown = lists.slice(0, maxRows).map((list) => describeList(list, maxNamed));
  return [
    "",
    "<details><summary>Cases that are not in all of the numbers</summary>",
    "",
    ...shown.map((line) => `- ${escapeMarkdown(line)}`),
    ...(lists.length > maxRows ? [`- … and ${lists.length - maxRows} more lists`] : []),
    "",
    "</details>",
  ];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const toLine = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => escapeMarkdown(oneLine(cell, 120))).join(" | ")} |`;
  const align = header.map((_, column) => (column === 0 ? ":--" : "--:"));
  const rest = rows.length - maxRows;
  return [
    toLine(header),
    `| ${align.join(" | ")} |`,
    ...rows.slice(0, maxRows).map(toLine),
    ...(rest > 0 ? [`| … and ${rest} more |`] : []),
  ];
}

/** Text of others as text on one line: no markup, and no mention of a person or an issue. */
function escapeMarkdown(text: string): string {
  return onOneLine(text)
    .replaceAll("://", ":\u200b//")
    .replaceAll(/[@#](?=\w)|[&<>"'`*_|~[\]{}\\!$]/g, (character) =>
      character === "@" || character === "#"
        ? `${character}<!-- -->`
        : `&#${character.charCodeAt(0)};`,
    );
}
