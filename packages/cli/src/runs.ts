import {
  ApiError,
  createClient,
  type Client,
  type RunComparison,
  type RunResult,
} from "@honeyhive/contract";
import type { Command } from "commander";

import { CliError } from "./cli-error.js";
import type { CliIo } from "./main.js";

interface ServerFlags {
  readonly url?: string;
  readonly apiKey?: string;
  readonly json?: boolean;
}

/** `honeyhive runs list`, `show <id>` and `compare <new> <old>`. */
export function addRunsCommand(program: Command, io: CliIo): void {
  const runs = program.command("runs").description("Look at evaluation runs.");
  withServerFlags(runs.command("list").description("The latest runs.")).action(
    async (flags: ServerFlags) => {
      const { evaluations } = await ask(flags, io, (call) => call("listRuns", {}));
      const lines = evaluations.map((run) => [run.run_id, run.status, run.created_at, run.name]);
      print(flags, io, evaluations, lines);
    },
  );
  withServerFlags(
    runs.command("show <run-id>").description("The metrics and verdicts of a run."),
  ).action(async (runId: string, flags: ServerFlags) => {
    const result = await ask(flags, io, (call) =>
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
    const comparison = await ask(flags, io, (call) =>
      call("compareRuns", { params: { new_run_id: newRunId, old_run_id: oldRunId } }),
    );
    print(flags, io, comparison, describeComparison(comparison));
  });
}

function describeComparison(comparison: RunComparison): string[][] {
  const { metrics, commonDatapoints: common } = comparison;
  const [added, removed] = [comparison.new_only_datapoints, comparison.old_only_datapoints];
  return [
    [`${common.length} cases in both, ${added.length} added, ${removed.length} removed`],
    ...metrics.map((metric) => [
      metric.metric_name,
      metric.difference === null ? "no value" : String(Number(metric.difference.toPrecision(6))),
      `${metric.improved_count} better, ${metric.degraded_count} worse`,
      metric.verdict,
    ]),
  ];
}

function withServerFlags(command: Command): Command {
  return command
    .option("--url <url>", "server (default HH_API_URL, or http://127.0.0.1:4747)")
    .option("--api-key <key>", "default HH_API_KEY")
    .option("--json", "print JSON");
}

async function ask<Result>(
  flags: ServerFlags,
  io: CliIo,
  question: (call: Client) => Promise<Result>,
): Promise<Result> {
  const serverUrl = (flags.url ?? io.env["HH_API_URL"] ?? "http://127.0.0.1:4747").replace(
    /\/+$/,
    "",
  );
  const apiKey = flags.apiKey ?? io.env["HH_API_KEY"];
  try {
    return await question(createClient({ serverUrl, apiKey }));
  } catch (error) {
    if (error instanceof ApiError) throw new CliError(error.message);
    throw new CliError(
      `Expected a HoneyHive server at ${serverUrl}, but it could not be reached. ` +
        "Start one with `honeyhive dev`, or name another with --url.",
    );
  }
}

function describeRun(result: RunResult): string[][] {
  const { run_object: run, metrics, datapoints, passed } = result;
  return [
    [run.name, run.status, `${passed.length} of ${datapoints.length} cases passed`],
    ...metrics.details.map((metric) => [
      metric.metric_name,
      metric.aggregate === null ? "no value" : String(Number(metric.aggregate.toPrecision(6))),
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
