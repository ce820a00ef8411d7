import {
  aggregateValues,
  formatDecimal,
  formatUsage,
  formatUsageChange,
  gitLabel,
  labelOfUsage,
  oneLine,
  runChanges,
  runGates,
  runIdCount,
  runTotals,
  settingsSaid,
  settingText,
  usageNames,
  type DatapointResult,
  type ExperimentRun,
  type JsonObject,
  type MetricComparison,
  type RunChange,
  type RunComparison,
  type RunResult,
} from "@honeyhive/contract";

import { formatCount, formatPlural, formatTime } from "../output/format.js";
import { pairLines, tableLines, type Column } from "../output/table.js";
import type { ListedRun } from "./runs-source.js";

const runColumns: readonly Column<ListedRun>[] = [
  { title: "RUN", cell: (run) => run.run_id },
  { title: "STATUS", cell: (run) => run.status },
  { title: "CREATED (UTC)", cell: (run) => formatTime(run.created_at) },
  { title: "CASES", align: "right", cell: describeCases },
  { title: "TO RESUME", cell: ({ resumable }) => resumable ?? "–" },
  { title: "NAME", cell: (run) => run.name },
  { title: "GIT", isOptional: true, cell: (run) => describeGit(run) ?? "–" },
];

/** Not every server says all that ours does. */
type Told<Answer> = Partial<Answer>;

function describeCases(run: ListedRun): string {
  return describeCount(runIdCount(run, "datapoint_ids") ?? runIdCount(run, "event_ids"));
}

export function describeRuns(runs: readonly ListedRun[], width?: number): string[] {
  if (runs.length === 0) return [];
  // Where runs are a server's there is nothing to say of it.
  const isAnyResumable = runs.some(({ resumable = null }) => resumable !== null);
  const shown = runColumns.filter(({ title }) => title !== "TO RESUME" || isAnyResumable);
  return tableLines(shown, runs, width);
}

type MetricDetail = RunResult["metrics"]["details"][number];

/** What came out, with denominators, and where it comes from. */
export function describeRun(result: RunResult, width?: number): string[] {
  const { run_object: run, metrics, datapoints } = result;
  const passed = datapoints.filter((trial) => trial.passed);
  const git = describeGit(run);
  const environment = toEntries(metadataOf(run)["environment"]);
  const facts: (readonly [string, string])[] = [
    ["run", run.run_id],
    ["status", run.status],
    ["created", `${formatTime(run.created_at)} UTC`],
    [
      hasTrials(run) ? "trials" : "cases",
      `${formatCount(passed.length)} of ${formatCount(datapoints.length)} passed${notPassed(result)}`,
    ],
    ...describeTook(datapoints),
    ...(git === undefined ? [] : [["git", git] as const]),
    ...(environment.length === 0
      ? []
      : [["environment", environment.map((entry) => entry.join(" ")).join(", ")] as const]),
  ];
  const columns: readonly Column<MetricDetail>[] = [
    { title: "METRIC", cell: (metric) => metric.metric_name },
    {
      title: metrics.aggregation_function.toUpperCase(),
      align: "right",
      cell: (metric) => formatValue(metric.aggregate),
    },
    { title: "COUNTED", align: "right", cell: describeCounted },
    { title: "ERRORS", align: "right", cell: ({ errors }) => describeCount(errors) },
    { title: "N/A", align: "right", cell: ({ not_scorable: none }) => describeCount(none) },
    { title: "MISSING", align: "right", cell: ({ missing }) => describeCount(missing) },
  ];
  return [
    run.name,
    ...pairLines(facts),
    ...describeSettings(run),
    "",
    ...(metrics.details.length === 0
      ? ["No metrics: the run had no evaluators, or none of them came to a value."]
      : tableLines(columns, metrics.details, width)),
    ...describeTotals(run),
    ...describeGates(run),
  ];
}

/** What the cases took, as far as they say it. */
function describeTook(cases: readonly DatapointResult[]): (readonly [string, string])[] {
  return usageNames.flatMap((name) => {
    const amounts = cases.flatMap(({ usage }) => usage?.[name] ?? []);
    if (amounts.length === 0) return [];
    const show = (aggregate: "median" | "p95" | "sum"): string =>
      formatUsage(name, aggregateValues(amounts, aggregate));
    const of = `(${formatCount(amounts.length)} of ${formatCount(cases.length)})`;
    const text =
      name === "duration_ms" ? `median ${show("median")}, p95 ${show("p95")}` : show("sum");
    return [[labelOfUsage(name), `${text} ${of}`] as const];
  });
}

/** Weighted score, run evaluators, pass@k. */
function describeTotals({ results }: Told<ExperimentRun>): string[] {
  const totals = runTotals(results ?? {}).map(({ name, value }) => [name, value] as const);
  return totals.length === 0 ? [] : ["", ...pairLines(totals)];
}

function describeGates({ results }: Told<ExperimentRun>): string[] {
  const lines = runGates(results ?? {}).map(
    ({ hasPassed, message }) => `gate ${hasPassed ? "passed" : "FAILED"}: ${oneLine(message)}`,
  );
  return lines.length === 0 ? [] : ["", ...lines];
}

function describeSettings(run: Told<ExperimentRun>): string[] {
  const settings = { metadata: settingsSaid(metadataOf(run)), configuration: run.configuration };
  return Object.entries(settings).flatMap(([title, values]) => {
    const lines = pairLines(toEntries(values)).map((line) => `  ${line}`);
    return lines.length === 0 ? [] : ["", title, ...lines];
  });
}

function hasTrials({ configuration }: Told<ExperimentRun>): boolean {
  return Number(configuration?.["trials"]) > 1;
}

function describeCounted({ counted, total, values }: Told<MetricDetail>): string {
  if (counted === undefined || total === undefined) return describeCount(values?.length);
  return `${counted} of ${total}`;
}

function describeCount(count: number | undefined): string {
  return count === undefined ? "–" : formatCount(count);
}

/** `: 1 errored, 2 failed`, as far as the cases say. */
function notPassed({ datapoints }: RunResult): string {
  const counts = new Map<string, number>();
  for (const { outcome, passed } of datapoints) {
    if (passed) continue;
    const name = outcome ?? "not passed";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (counts.size === 0) return "";
  return `: ${[...counts].map(([name, count]) => `${count} ${name}`).join(", ")}`;
}

export function describeComparison(
  comparison: RunComparison,
  width?: number,
  mostWorse = 5,
): string[] {
  const { metrics, usage = [], commonDatapoints: common } = comparison;
  const told: Told<RunComparison> = comparison;
  const { new_only_datapoints: added, old_only_datapoints: removed } = told;
  const edited = told.edited_datapoints;
  const columns: readonly Column<MetricComparison>[] = [
    { title: "METRIC", cell: (metric) => metric.metric_name },
    { title: "CHANGE", align: "right", cell: (metric) => formatSigned(metric.difference) },
    { title: "95 % INTERVAL", align: "right", cell: describeInterval },
    { title: "BETTER", align: "right", cell: (metric) => String(metric.improved_count) },
    { title: "WORSE", align: "right", cell: (metric) => String(metric.degraded_count) },
    { title: "VERDICT", cell: describeVerdict },
  ];
  return [
    ...pairLines([
      ["new", describeSide(comparison.new_run)],
      ["old", describeSide(comparison.old_run)],
    ]),
    `${formatPlural(common.length, "case")} in both, ${describeCount(added?.length)} added, ` +
      `${describeCount(removed?.length)} removed, ${describeCount(edited?.length)} edited (not compared)`,
    ...pairLines(
      Object.entries({ added, removed, edited }).flatMap(([title, ids]) =>
        nameCases(title, ids ?? [], maxNamed),
      ),
    ),
    ...describeChanges(runChanges(comparison.new_run, comparison.old_run), width),
    ...(metrics.length === 0 ? [] : ["", ...tableLines(columns, metrics, width)]),
    ...(usage.length === 0 ? [] : ["", ...tableLines(usageColumns, usage, width)]),
    ...nameWorse(metrics, mostWorse),
  ];
}

/** Whether less is worth it is not for us to say. */
const usageVerdicts = { better: "less", worse: "more", same: "same", "cannot-tell": "can't tell" };

const usageColumns: readonly Column<MetricComparison>[] = [
  { title: "A CASE TOOK", cell: ({ metric_name: name }) => labelOfUsage(name) },
  ...(["old", "new"] as const).map((side): Column<MetricComparison> => {
    const cell = (each: MetricComparison): string =>
      formatUsage(each.metric_name, each[`${side}_aggregate`]);
    return { title: side.toUpperCase(), align: "right", cell };
  }),
  {
    title: "CHANGE",
    align: "right",
    cell: ({ metric_name: name, difference }) => formatUsageChange(name, difference),
  },
  { title: "LESS", align: "right", cell: ({ improved_count: less }) => String(less) },
  { title: "MORE", align: "right", cell: ({ degraded_count: more }) => String(more) },
  { title: "VERDICT", cell: ({ verdict }) => usageVerdicts[verdict] },
];

const maxSetting = 60;

const changeColumns: readonly Column<RunChange>[] = [
  { title: "CHANGED", cell: ({ name }) => name },
  { title: "OLD", cell: ({ old: before }) => describeSetting(before) },
  { title: "NEW", cell: ({ new: after }) => describeSetting(after) },
];

/** Prompts may be settings: what is longer than a line is in `--json` alone. */
function describeChanges(changes: readonly RunChange[], width: number | undefined): string[] {
  return changes.length === 0 ? [] : ["", ...tableLines(changeColumns, changes, width)];
}

function describeSetting(value: unknown): string {
  const text = settingText(value);
  return text.length <= maxSetting ? text : `${text.slice(0, maxSetting - 1)}…`;
}

function describeSide({ name, run_id: id, created_at: created }: ExperimentRun): string {
  return `${name} (${id}, ${formatTime(created)} UTC)`;
}

function describeInterval({ difference_interval: interval }: Told<MetricComparison>): string {
  return interval === null || interval === undefined
    ? "–"
    : `${formatSigned(interval.low)} to ${formatSigned(interval.high)}`;
}

function describeVerdict({ presence, verdict }: Told<MetricComparison>): string {
  if (verdict === undefined) return "–";
  if (presence !== undefined && presence !== "both") return `only in the ${presence} run`;
  return verdict === "cannot-tell" ? "can't tell" : verdict;
}

const maxNamed = 20;

function nameCases(
  title: string,
  ids: readonly string[],
  most: number,
): (readonly [string, string])[] {
  if (ids.length === 0) return [];
  const rest = ids.length - most;
  const more = rest > 0 ? ` and ${rest} more, all with --json` : "";
  return [[title, `${ids.slice(0, most).join(", ")}${more}`]];
}

/** Where to look first: the cases that lost something. */
function nameWorse(metrics: readonly MetricComparison[], most: number): string[] {
  const lines = pairLines(
    metrics.flatMap(({ metric_name: name, degraded }: Told<MetricComparison>) =>
      nameCases(`worse on ${name}`, degraded ?? [], most),
    ),
  );
  return lines.length === 0 ? [] : ["", ...lines];
}

function describeGit(run: Told<Pick<ExperimentRun, "metadata">>): string | undefined {
  return gitLabel(metadataOf(run)["git"]);
}

function metadataOf({ metadata }: Told<ExperimentRun>): JsonObject {
  return metadata ?? {};
}

function toEntries(value: unknown): (readonly [string, string])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(
    ([name, entry]) => [name, typeof entry === "string" ? entry : JSON.stringify(entry)] as const,
  );
}

function formatValue(value: number | null): string {
  return value === null ? "–" : formatDecimal(value);
}

function formatSigned(value: number | null): string {
  return value !== null && value > 0 ? `+${formatValue(value)}` : formatValue(value);
}
