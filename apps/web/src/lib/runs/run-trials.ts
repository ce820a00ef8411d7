import type { ExperimentRun } from "@honeyhive/contract";

/** How often each case of the run is run; what a page lists of it are cases or their trials. */
export function runTrials({ configuration }: Pick<ExperimentRun, "configuration">): {
  readonly count: number;
  readonly noun: "case" | "trial";
} {
  const { trials } = configuration;
  const count = typeof trials === "number" ? trials : 1;
  return { count, noun: count > 1 ? "trial" : "case" };
}
