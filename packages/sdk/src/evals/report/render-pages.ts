import { describeVerdicts } from "@honeyhive/contract";

import { standingOf } from "../runs/is-good-result.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import { countOf } from "./format.js";
import {
  escapeMarkdown,
  icons,
  renderMarkdown,
  roomy,
  table,
  type Room,
} from "./render-markdown.js";
import type { RunsToReport } from "./runs-to-report.js";

/** How much a page takes. */
interface PageSize {
  /** From the most that is told of a run to the least. */
  readonly rooms: readonly Room[];
  readonly maxLength: number;
  readonly lengthOf: (text: string) => number;
}

const rooms: readonly Room[] = [
  roomy,
  { rows: 15, problems: 5, named: 10 },
  { rows: 5, problems: 0, named: 0 },
];

/** GitHub takes no longer comment. */
const comment: PageSize = { rooms, maxLength: 65_536, lengthOf: (text) => text.length };

/** GitHub shows nothing of a step's summary that is longer. */
export const maxSummaryBytes = 1_048_576;

const maxFailureLength = 1000;

/** Of a table of runs: those that are not good first. */
const maxOverviewRows = 50;
const standings = ["not-good", "not-judged", "good"] as const;

/** For a comment on a pull request: of each run as much as there is room for. */
export function renderComment(results: readonly EvaluationResult[]): string {
  return renderPage(results, comment);
}

/** For the summary of a job: as a comment, with more of what went wrong, and what did not run. Empty without room. */
export function renderSummary({ runs, failures }: RunsToReport, maxBytes: number): string {
  const lengthOf = (text: string): number => Buffer.byteLength(text);
  const said = failures.map(
    ({ file, message }) =>
      `### ${icons["not-good"]} ${escapeMarkdown(file)}\n\n${escapeMarkdown(message.slice(0, maxFailureLength))}\n\n`,
  );
  const before = said.join("");
  if (runs.length === 0) return lengthOf(before) <= maxBytes ? before : "";
  const results = runs.map(({ result }) => result);
  const most = { rows: 200, problems: 200, named: 200 };
  const maxLength = maxBytes - lengthOf(before);
  const text = renderPage(results, { rooms: [most, ...rooms], maxLength, lengthOf });
  return text === "" ? "" : before + text;
}

/** Several runs in a table, and below each other. */
function renderPage(
  results: readonly EvaluationResult[],
  { rooms: sizes, maxLength, lengthOf }: PageSize,
): string {
  const fits = (text: string): boolean => lengthOf(text) <= maxLength;
  let parts: string[] = [];
  for (const room of sizes) {
    parts = results.map((result) => renderMarkdown(result, room));
    if (results.length > 1) parts.unshift(renderOverview(results));
    if (fits(join(parts))) return join(parts);
  }
  const whole = parts.length;
  const described = (): string =>
    `… and ${countOf(whole - parts.length, "more run")}, with all of their cases in the html and json reports`;
  while (parts.length > 1 && !fits(join([...parts, described()]))) parts.pop();
  if (parts.length < whole) parts.push(described());
  return cutLines(join(parts), fits);
}

/** The lines that there is room for, and that there were more. */
function cutLines(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text;
  const lines = text.trimEnd().split("\n");
  const note = "… cut here: there is no room for more. The html and json reports have all of it";
  const withNote = (): string => `${[...lines, "", note].join("\n")}\n`;
  while (lines.length > 0 && !fits(withNote())) lines.pop();
  return lines.length === 0 ? "" : withNote();
}

/** For those who only want to know which of them to look at. */
function renderOverview(results: readonly EvaluationResult[]): string {
  const rows = standings.flatMap((standing) =>
    results
      .filter((result) => standingOf(result) === standing)
      .map(({ name, outcomes, cases, gates, comparison }) => {
        const failed = gates.filter(({ hasPassed }) => !hasPassed).length;
        return [
          `${icons[standing]} ${name}`,
          `${outcomes.passed} of ${cases.length}`,
          String(outcomes.errored + outcomes["timed-out"]),
          gates.length === 0 ? "–" : failed === 0 ? "passed" : `${failed} failed`,
          comparison === undefined ? "–" : describeVerdicts(comparison.metrics),
        ];
      }),
  );
  const header = [`${results.length} evaluations`, "passed", "errored", "gates", "compared"];
  return table(header, rows, { rows: maxOverviewRows }).join("\n");
}

function join(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}
