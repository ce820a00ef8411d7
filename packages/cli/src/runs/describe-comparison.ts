import {
  cutPair,
  describeEvidence,
  describeLabels,
  formatUsage,
  formatUsageChange,
  labelOfUsage,
  runChanges,
  settingText,
  type ExperimentRun,
  type MetricComparison,
  type RunChange,
  type RunComparison,
  type Verdict,
} from "@honeyhive/contract";

import { formatAggregate, formatCount, formatPlural, formatTime } from "../output/format.js";
import { pairLines, tableLines, type Column } from "../output/table.js";
import { describeCount, type Told } from "./told.js";

/** Two runs beside each other: which cases, what changed, and the verdict on each metric with what it rests on. */
export function describeComparison(
  comparison: RunComparison,
  width?: number,
  mostWorse = 5,
): string[] {
  const { metrics, usage = [], commonDatapoints: common } = comparison;
  const told: Told<RunComparison> = comparison;
  const { new_only_datapoints: added, old_only_datapoints: removed } = told;
  const edited = told.edited_datapoints;
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
    ...(metrics.length === 0 ? [] : ["", ...tableLines(metricColumns, metrics, width)]),
    ...(usage.length === 0 ? [] : ["", ...tableLines(usageColumns, usage, width)]),
    ...nameWorse(metrics, mostWorse),
  ];
}

const scoreVerdicts = {
  better: "better",
  worse: "worse",
  same: "same",
  "cannot-tell": "can't tell",
};
/** Whether less is worth it is not for us to say. */
const usageVerdicts = { better: "less", worse: "more", same: "same", "cannot-tell": "can't tell" };

const metricColumns: readonly Column<MetricComparison>[] = [
  { title: "METRIC", cell: ({ metric_name: name }) => name },
  { ...right("OLD"), isOptional: true, cell: (each) => formatAggregate(each.old_aggregate) },
  { ...right("NEW"), isOptional: true, cell: (each) => formatAggregate(each.new_aggregate) },
  { ...right("CHANGE"), cell: ({ difference }) => formatSigned(difference) },
  { ...right("95 % INTERVAL"), isOptional: true, cell: describeInterval },
  { ...right("PAIRS"), cell: describePairs },
  { ...right("BETTER"), cell: ({ improved_count: better }) => formatCount(better) },
  { ...right("WORSE"), cell: ({ degraded_count: worse }) => formatCount(worse) },
  { title: "VERDICT", cell: (each) => describeVerdict(each, scoreVerdicts) },
];

const usageColumns: readonly Column<MetricComparison>[] = [
  { title: "A CASE TOOK", cell: ({ metric_name: name }) => labelOfUsage(name) },
  ...(["old", "new"] as const).map((side): Column<MetricComparison> => ({
    ...right(side.toUpperCase()),
    cell: (each) => formatUsage(each.metric_name, each[`${side}_aggregate`]),
  })),
  {
    ...right("CHANGE"),
    cell: ({ metric_name: name, difference }) => formatUsageChange(name, difference),
  },
  { ...right("PAIRS"), cell: describePairs },
  { ...right("LESS"), cell: ({ improved_count: less }) => formatCount(less) },
  { ...right("MORE"), cell: ({ degraded_count: more }) => formatCount(more) },
  { title: "VERDICT", cell: (each) => describeVerdict(each, usageVerdicts) },
];

function right(title: string): { readonly title: string; readonly align: "right" } {
  return { title, align: "right" };
}

const maxSetting = 60;

const changeColumns: readonly Column<RunChange>[] = [
  { title: "CHANGED", cell: ({ name }) => name },
  { title: "OLD", cell: (change) => settingsOf(change)[0] },
  { title: "NEW", cell: (change) => settingsOf(change)[1] },
];

/** Prompts may be settings: what is longer than a line is in `--json` alone. */
function describeChanges(changes: readonly RunChange[], width: number | undefined): string[] {
  return changes.length === 0 ? [] : ["", ...tableLines(changeColumns, changes, width)];
}

function settingsOf({ old: before, new: after }: RunChange): readonly [string, string] {
  return cutPair([settingText(before), settingText(after)], maxSetting);
}

function describeSide({ name, run_id: id, created_at: created }: ExperimentRun): string {
  return `${name} (${id}, ${formatTime(created)} UTC)`;
}

function describeInterval({ difference_interval: interval }: Told<MetricComparison>): string {
  return interval === null || interval === undefined
    ? "–"
    : `${formatSigned(interval.low)} to ${formatSigned(interval.high)}`;
}

function describePairs({ found_count: pairs }: Told<MetricComparison>): string {
  return describeCount(pairs);
}

function describeVerdict(
  metric: Told<MetricComparison>,
  words: Readonly<Record<Verdict, string>>,
): string {
  const { presence, verdict, found_count: pairs = 0, labels } = metric;
  if (verdict === undefined) return "–";
  if (presence !== undefined && presence !== "both") return `only in the ${presence} run`;
  if (pairs === 0 && labels && labels.changed_count > 0) {
    return describeLabels(labels.changed_count, labels.found_count);
  }
  const { adjusted_p_value: pValue = null, needed_count: neededCount = null } = metric;
  const evidence = describeEvidence({ verdict, pValue, pairs, neededCount });
  return evidence === "" ? words[verdict] : `${words[verdict]} (${evidence})`;
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

function formatSigned(value: number | null): string {
  return value !== null && value > 0 ? `+${formatAggregate(value)}` : formatAggregate(value);
}
