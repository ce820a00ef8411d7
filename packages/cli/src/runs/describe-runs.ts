import type { ExperimentRun, RunComparison, RunResult } from "@honeyhive/contract";

/** One line a run, its fields separated by tabs. */
export function describeRuns(runs: readonly ExperimentRun[]): string[] {
  return runs.map((run) =>
    [
      run.run_id,
      run.status,
      run.created_at,
      describeGit(run) ?? "-",
      `${run.datapoint_ids.length} cases`,
      run.name,
    ].join("\t"),
  );
}

/** What came out, with denominators, and where it comes from. */
export function describeRun(result: RunResult): string[] {
  const { run_object: run, metrics, datapoints, passed } = result;
  const git = describeGit(run);
  const environment = toEntries(run.metadata["environment"]);
  return [
    `${run.name}\t${run.status}\t${passed.length} of ${datapoints.length} cases passed`,
    `run\t${run.run_id}`,
    `created\t${run.created_at}`,
    ...(git === undefined ? [] : [`git\t${git}`]),
    ...(environment.length === 0 ? [] : [`environment\t${environment.join(", ")}`]),
    ...toEntries(run.configuration).map((entry) => `configuration\t${entry}`),
    ...metrics.details.map((metric) =>
      [
        metric.metric_name,
        formatValue(metric.aggregate),
        `${metric.counted} of ${metric.total} cases counted`,
      ].join("\t"),
    ),
  ];
}

export function describeComparison(comparison: RunComparison): string[] {
  const { metrics, commonDatapoints: common } = comparison;
  const [added, removed] = [comparison.new_only_datapoints, comparison.old_only_datapoints];
  const edited = comparison.edited_datapoints;
  return [
    `${common.length} cases in both, ${added.length} added, ${removed.length} removed, ` +
      `${edited.length} edited (not compared)`,
    ...Object.entries({ added, removed, edited }).flatMap(([title, ids]) => nameCases(title, ids)),
    ...metrics.map((metric) =>
      [
        metric.metric_name,
        formatValue(metric.difference),
        metric.difference_interval === null
          ? "no interval"
          : `${formatValue(metric.difference_interval.low)} to ${formatValue(metric.difference_interval.high)}`,
        `${metric.improved_count} better, ${metric.degraded_count} worse`,
        metric.presence === "both" ? metric.verdict : `only in the ${metric.presence} run`,
      ].join("\t"),
    ),
  ];
}

const maxNamed = 20;

function nameCases(title: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const rest = ids.length - maxNamed;
  const more = rest > 0 ? ` and ${rest} more, all with --json` : "";
  return [`${title}\t${ids.slice(0, maxNamed).join(", ")}${more}`];
}

/** `main at 1c0a33bd6a with changes`. */
function describeGit({ metadata }: ExperimentRun): string | undefined {
  const { git } = metadata;
  if (typeof git !== "object" || git === null) return undefined;
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(git, name);
    return typeof value === "string" ? value : undefined;
  };
  const [branch, commit] = [text("branch"), text("commit_hash")?.slice(0, 10)];
  if (branch === undefined && commit === undefined) return undefined;
  const changes = Reflect.get(git, "is_dirty") === true ? " with changes" : "";
  return `${branch ?? "no branch"} at ${commit ?? "no commit"}${changes}`;
}

function toEntries(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(
    ([name, entry]) => `${name} ${typeof entry === "string" ? entry : JSON.stringify(entry)}`,
  );
}

function formatValue(value: number | null): string {
  return value === null ? "no value" : String(Number(value.toPrecision(6)));
}
