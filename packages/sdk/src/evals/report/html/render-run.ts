import { caseOutcomes } from "@honeyhive/contract";

import { standingOf } from "../../runs/is-good-result.js";
import type { ComparedMetric } from "../../types/runs-comparison.js";
import type { EvaluationResult } from "../../types/evaluation-result.js";
import {
  aggregateTitle,
  countOf,
  describeSize,
  describeUngated,
  formatCounted,
  formatDuration,
  formatNumber,
  formatWeighted,
} from "../format.js";
import { listTexts, listUncounted, listUnpaired } from "../list-cases.js";
import { labelProblem, listFailures } from "../list-problems.js";
import { describeUsage } from "../describe-usage.js";
import { comparisonHeader, comparisonRows, describeFacts } from "../render-comparison.js";
import {
  describeCache,
  describeOutcomes,
  describeRunScore,
  passRatesHeader,
  passRatesRow,
} from "../render.js";
import { sliceTables } from "../slice-tables.js";
import { toCaseData } from "./case-data.js";
import { escapeHtml, escapeJson } from "./escape-html.js";

const maxProblems = 20;

const verdicts = {
  good: { word: "Good", className: "good" },
  "not-good": { word: "Not good", className: "bad" },
  "not-judged": { word: "No gate judges that cases failed", className: "unsure" },
} as const;

/** One run of the report. */
export function renderRun(result: EvaluationResult): string {
  return `<section class="run">
<h1>${escapeHtml(result.name)}</h1>
${renderFacts(result)}
${renderNotes(result)}
${renderGates(result)}
<h2>Metrics</h2>
${renderMetrics(result)}
${listTexts(result)
  .map((line) => `<p class="note">${escapeHtml(line)}</p>`)
  .join("")}
${renderSlices(result)}
${renderPassRates(result)}
${renderRunScores(result)}
${renderComparison(result)}
${renderProblems(result)}
${renderLists(result)}
${renderCases(result)}
</section>`;
}

function renderFacts(result: EvaluationResult): string {
  const { environment, url, status, durationMs, startedAt } = result;
  const { git, node, platform, ci } = environment;
  const { word, className } = verdicts[standingOf(result)];
  const facts = [
    escapeHtml(`run ${result.runId}`),
    escapeHtml(startedAt),
    escapeHtml(formatDuration(durationMs)),
    git === undefined
      ? ""
      : escapeHtml(
          `${git.branch ?? "no branch"} at ${git.commit?.slice(0, 10) ?? "no commit"}${git.isDirty === true ? " with changes" : ""}`,
        ),
    escapeHtml(`Node ${node}, ${platform}${ci === undefined ? "" : `, ${ci}`}`),
    escapeHtml(describeUsage(result) ?? ""),
    // Addresses come from configuration: only those of the web become links.
    url !== undefined && /^https?:\/\//.test(url)
      ? `<a href="${escapeHtml(url)}" rel="noreferrer">on the server</a>`
      : "",
  ];
  return `<p class="verdict ${className}">${word}: run ${status}, ${describeSize(result)}, ${escapeHtml(describeOutcomes(result))}</p>
<p class="facts">${facts.filter((fact) => fact !== "").join(" · ")}</p>`;
}

function renderNotes({
  selection,
  stopReason,
  cache,
  serverError,
  lateErrors,
}: EvaluationResult): string {
  const notes = [
    stopReason === undefined
      ? []
      : [`Stopped early: ${stopReason}. The numbers are of what was run.`],
    selection === undefined
      ? []
      : [`${selection.selected} of ${selection.total} cases selected: ${selection.rule}`],
    cache === undefined ? [] : [describeCache(cache)],
    lateErrors,
    serverError === undefined ? [] : [`Not stored on a server: ${serverError}`],
  ].flat();
  return notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`).join("\n");
}

function renderGates(result: EvaluationResult): string {
  const { gates } = result;
  const ungated = describeUngated(result);
  if (gates.length === 0) return "";
  const items = gates.map(
    ({ hasPassed, message }) =>
      `<li><span class="${hasPassed ? "good" : "bad"}">${hasPassed ? "passed" : "FAILED"}</span> ${escapeHtml(message)}</li>`,
  );
  if (ungated !== undefined) items.push(`<li class="bad">${escapeHtml(ungated)}</li>`);
  return `<h2>Gates</h2><ul class="plain">${items.join("")}</ul>`;
}

function renderMetrics(result: EvaluationResult): string {
  const rows = result.metrics.map((metric) => {
    const { aggregate } = metric;
    const meter =
      aggregate !== null && aggregate >= 0 && aggregate <= 1
        ? `<meter value="${aggregate}" max="1">${aggregate}</meter>`
        : "";
    return [
      escapeHtml(metric.name),
      meter,
      formatNumber(aggregate),
      escapeHtml(formatCounted(metric)),
    ];
  });
  const weighted = formatWeighted(result);
  const note =
    weighted === undefined ? "" : `<p class="facts">weighted score ${escapeHtml(weighted)}</p>`;
  return renderTable(["metric", "", aggregateTitle(result), "counted"], rows) + note;
}

function renderSlices(result: EvaluationResult): string {
  return sliceTables(result)
    .map(({ header, rows, note }) => {
      const cells = rows.map((row) => row.map(escapeHtml));
      const slices = header.length === 0 ? "" : renderTable(header.map(escapeHtml), cells);
      return slices + (note === undefined ? "" : `<p class="note">${escapeHtml(note)}</p>`);
    })
    .join("");
}

function renderPassRates({ passRates }: EvaluationResult): string {
  if (passRates.length === 0) return "";
  return `<h2>Trials</h2>${renderTable(passRatesHeader, passRates.map(passRatesRow))}`;
}

function renderRunScores({ runScores }: EvaluationResult): string {
  const items = runScores.map(
    (score) => `<li>${escapeHtml(score.name + describeRunScore(score))}</li>`,
  );
  return items.length === 0
    ? ""
    : `<h2>Of the whole run</h2><ul class="plain">${items.join("")}</ul>`;
}

function renderComparison({ comparison }: EvaluationResult): string {
  if (comparison === undefined) return "";
  const facts = describeFacts(comparison);
  const rows = comparisonRows(comparison).map((texts, index) => {
    const cells = texts.map(escapeHtml);
    const verdict = cells.pop() ?? "";
    const metric = comparison.metrics[index];
    // What cases took comes after the scores, and is neither good nor bad.
    const className = metric === undefined ? "" : classOfVerdict(metric);
    return [...cells, `<span class="${className}">${verdict}</span>`];
  });
  return `<h2>Comparison</h2><p class="facts">${escapeHtml(facts)}</p>${renderTable(comparisonHeader, rows)}`;
}

function classOfVerdict({ verdict }: ComparedMetric): string {
  if (verdict === "better") return "good";
  if (verdict === "worse") return "bad";
  return verdict === "same" ? "" : "unsure";
}

function renderProblems(result: EvaluationResult): string {
  const problems = listFailures(result);
  if (problems.length === 0) return "";
  const items = problems
    .slice(0, maxProblems)
    .map(
      (problem) =>
        `<li>${escapeHtml(`${labelProblem(problem)}: ${problem.reason}`)}<pre>${escapeHtml(problem.command)}</pre></li>`,
    );
  const rest = problems.length - items.length;
  return `<details><summary><h2>${countOf(problems.length, "case")} went wrong</h2></summary><ul class="plain">${items.join("")}${rest > 0 ? `<li>… and ${rest} more</li>` : ""}</ul></details>`;
}

/** Without a limit: this is where the other reports send their readers. */
function renderLists(result: EvaluationResult): string {
  const unpaired = result.comparison === undefined ? [] : listUnpaired(result.comparison);
  const items = [...unpaired, ...listUncounted(result)].map(
    ({ title, ids }) =>
      `<li>${escapeHtml(title)} (${ids.length}): ${escapeHtml(ids.join(", "))}</li>`,
  );
  if (items.length === 0) return "";
  return `<details><summary><h2>Cases that are not in all of the numbers</h2></summary><ul class="plain">${items.join("")}</ul></details>`;
}

/** Hidden until the script has filled it. */
function renderCases(result: EvaluationResult): string {
  const metrics = result.metrics.map(({ name }) => name);
  const present = caseOutcomes.filter((outcome) => result.outcomes[outcome] > 0);
  const options = [
    `<option value="">every outcome</option><option value="wrong">went wrong</option>`,
    ...present.map((outcome) => `<option>${outcome}</option>`),
  ];
  const changes = ["worse", "better", "added", "edited"].map(
    (change) => `<option>${change}</option>`,
  );
  const header = ["case", "outcome", ...metrics, "time"];
  return `<h2>Cases</h2>
<noscript><p class="note">The table of all cases needs JavaScript.</p></noscript>
<div class="cases" hidden>
<div class="controls">
<input type="search" placeholder="Filter by any text" aria-label="Filter by any text">
<select aria-label="Outcome">${options.join("")}</select>
<select aria-label="Change"${result.comparison === undefined ? " hidden" : ""}><option value="">any change</option>${changes.join("")}</select>
<output></output>
</div>
${renderTable(header.map(escapeHtml), [])}
<p><button class="more" type="button">Show more</button></p>
</div>
<script type="application/json">${escapeJson(JSON.stringify({ metrics, cases: toCaseData(result) }))}</script>`;
}

/** Cells are HTML already. */
function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = header.map((cell) => `<th scope="col">${cell}</th>`).join("");
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}
