import {
  gitLabel,
  labelOfUsage,
  oneLine,
  runGates,
  runIdCount,
  runTotals,
  settingsSaid,
  usageTotals,
  type ExperimentRun,
  type JsonObject,
  type RunResult,
} from "@honeyhive/contract";

import { formatAggregate, formatCount, formatTime } from "../output/format.js";
import { pairLines, tableLines, type Column } from "../output/table.js";
import type { ListedRun } from "./runs-source.js";
import { describeCount, type Told } from "./told.js";

const runColumns: readonly Column<ListedRun>[] = [
  { title: "RUN", cell: (run) => run.run_id },
  { title: "STATUS", cell: (run) => run.status },
  { title: "CREATED (UTC)", cell: (run) => formatTime(run.created_at) },
  { title: "CASES", align: "right", cell: describeCases },
  { title: "TO RESUME", cell: ({ resumable }) => resumable ?? "–" },
  { title: "NAME", cell: (run) => run.name },
  { title: "GIT", isOptional: true, cell: (run) => describeGit(run) ?? "–" },
];

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
    ...usageTotals(datapoints).map(({ name, text }) => [labelOfUsage(name), text] as const),
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
      cell: (metric) => formatAggregate(metric.aggregate),
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
