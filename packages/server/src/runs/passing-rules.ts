import {
  meetsThreshold,
  type ExperimentRun,
  type Metric,
  type MetricThreshold,
  type PassingRange,
} from "@honeyhive/contract";

/** Thresholds of a project's metrics, by the names of the metrics. */
export type Thresholds = ReadonlyMap<string, MetricThreshold>;

/** What a value has to be, by the name of what it is a value of. */
export type PassingRules = ReadonlyMap<string, MetricThreshold>;

export function thresholdsOf(metrics: readonly Metric[]): Thresholds {
  return new Map(
    metrics.flatMap(({ name, threshold }) =>
      threshold === null || Object.keys(threshold).length === 0 ? [] : [[name, threshold]],
    ),
  );
}

/** What the run says goes before what its project says. */
export function rulesOf(run: ExperimentRun, thresholds: Thresholds): PassingRules {
  return new Map<string, MetricThreshold>([...thresholds, ...Object.entries(run.passing_ranges)]);
}

/** Without a rule, or where it says nothing of such a value, everything passes but what is false. */
export function isPassing(
  value: number | boolean | string,
  rule: MetricThreshold | undefined,
): boolean {
  return (rule && meetsThreshold(value, rule)) ?? value !== false;
}

/** The part of a rule that a mean can be held against; undefined where there is more to it. */
export function rangeOf(rule: MetricThreshold | undefined): PassingRange | undefined {
  if (rule === undefined || rule.pass_when !== undefined) return undefined;
  const { min, max, passing_categories: categories } = rule;
  if (categories !== undefined && min === undefined && max === undefined) return undefined;
  return {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}
