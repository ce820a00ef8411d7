import type { RunComparison, RunResult } from "@honeyhive/contract";
import type { Command } from "commander";

import { askServer, withServerFlags, type ServerFlags } from "./ask-server.js";
import type { CliIo } from "./main.js";

/** `honeyhive runs list`, `show <id>` and `compare <new> <old>`. */
export function addRunsCommand(program: Command, io: CliIo): void {
  const runs = program.command("runs").description("Look at evaluation runs.");
  withServerFlags(runs.command("list").description("The latest runs.")).action(
    async (flags: ServerFlags) => {
      const { evaluations } = await askServer(flags, io, (call) => call("listRuns", {}));
      const lines = evaluations.map((run) => [run.run_id, run.status, run.created_at, run.name]);
      print(flags, io, evaluations, lines);
    },
  );
  withServerFlags(
    runs.command("show <run-id>").description("The metrics and verdicts of a run."),
  ).action(async (runId: string, flags: ServerFlags) => {
    const result = await askServer(flags, io, (call) =>
      call("getRunResult", { params: { run_id: runId } }),
    );
    print(flags, io, result, describeRun(result));
  });
  addCompareCommand(runs, io);
}

function addCompareCommand(runs: Command, io: CliIo): void {
  withServerFlags(
    runs.command("compare <new-run-id> <old-run-id>").description("What changed between two runs."),
  ).action(async (newRunId: string, oldRunId: string, flags: ServerFlags) => {
    const comparison = await askServer(flags, io, (call) =>
      call("compareRuns", { params: { new_run_id: newRunId, old_run_id: oldRunId } }),
    );
    print(flags, io, comparison, describeComparison(comparison));
  });
}

function describeComparison(comparison: RunComparison): string[][] {
  const { metrics, commonDatapoints: common } = comparison;
  const [added, removed] = [comparison.new_only_datapoints, comparison.old_only_datapoints];
  const edited = comparison.edited_datapoints;
  return [
    [
      `${common.length} cases in both, ${added.length} added, ${removed.length} removed, ` +
        `${edited.length} edited (not compared)`,
    ],
    ...metrics.map((metric) => [
      metric.metric_name,
      metric.difference === null ? "no value" : rounded(metric.difference),
      metric.difference_interval === null
        ? "no interval"
        : `${rounded(metric.difference_interval.low)} to ${rounded(metric.difference_interval.high)}`,
      `${metric.improved_count} better, ${metric.degraded_count} worse`,
      metric.presence === "both" ? metric.verdict : `only in the ${metric.presence} run`,
    ]),
  ];
}

function describeRun(result: RunResult): string[][] {
  const { run_object: run, metrics, datapoints, passed } = result;
  return [
    [run.name, run.status, `${passed.length} of ${datapoints.length} cases passed`],
    ...metrics.details.map((metric) => [
      metric.metric_name,
      metric.aggregate === null ? "no value" : rounded(metric.aggregate),
      `${metric.counted} of ${metric.total} cases counted`,
    ]),
  ];
}

function print(
  flags: ServerFlags,
  io: CliIo,
  value: unknown,
  lines: readonly (readonly string[])[],
): void {
  if (flags.json === true) io.stdout(`${JSON.stringify(value)}\n`);
  else io.stdout(lines.map((cells) => `${cells.join("\t")}\n`).join(""));
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(6)));
}
