import {
  ApiError,
  caseOutcomes,
  listRunsLightly,
  type Client,
  type DatapointResult,
  type MeasuredCase,
  type RunOfList,
  type RunResult,
  type ScoreState,
  type UnscoredMetric,
} from "@honeyhive/contract";

import type { ResolvedOptions } from "../../config/resolved-options.js";
import { HoneyHiveError } from "../../lib/errors.js";
import type { Logger } from "../../lib/logger.js";
import { describeError } from "../../lib/describe-error.js";
import { journalDirectory, readResumedHeader } from "../journal/open-journal.js";
import type { Gate } from "../types/gate.js";
import type { ResolvedEvaluation } from "../types/resolved-evaluation.js";
import type { ComparableRun } from "./compare-runs.js";
import { connect, failureMessage, type RunDestination } from "../server/call-server.js";
import { likenessOf, type BaselineSubject } from "./baseline-likeness.js";
import { noRunYet, NoRunYetError } from "./no-run-yet.js";
import type { Likeness } from "../types/likeness.js";
import { readLocalBaseline } from "./local-baseline.js";

const timeoutMs = 30_000;
const pageSize = 100;
const maxPages = 10;

export interface BaselineOptions {
  readonly baseline?: string | undefined;
  readonly name?: string | undefined;
  readonly journal?: string | false | undefined;
  readonly resume?: string | undefined;
  readonly gates?: Readonly<Record<string, Gate>> | undefined;
}

/**
 * Finds the run to compare with: one by id or name, or the latest completed one of the same name and dataset, else of the
 * same name, else of the same dataset: `latest` of all or `branch:…` of a git branch. From the server; from the journals
 * of this machine where there is none, and where a file is named. Done before the first case runs, so that a missing baseline costs nothing and the run cannot be its
 * own; nor can one that is resumed.
 *
 * @returns undefined, too, where `latest` has none yet, or a branch or report has runs of other evaluations alone, and no
 * gate needs one, which is said
 * @throws {HoneyHiveError} `INVALID_OPTION` when there is none
 */
export async function findBaseline(
  options: BaselineOptions,
  { datasetId, selection }: Pick<ResolvedEvaluation, "datasetId" | "selection">,
  destination: ResolvedOptions,
  logger: Logger,
): Promise<ComparableRun | undefined> {
  const { baseline } = options;
  if (baseline === undefined) return undefined;
  const resumed = readResumedHeader(options);
  const subject = { name: options.name?.trim(), datasetId, resumed };
  const isFile = /\.(json|ndjson)$/.test(baseline);
  const isLocal = isFile || destination.disabledReason !== undefined;
  const directory = journalDirectory(options);
  try {
    return isLocal
      ? readLocalBaseline(baseline, subject, directory)
      : await fetchBaseline(destination, baseline, subject);
  } catch (error) {
    if (isFirst(error, options)) {
      const later =
        baseline === "latest" ? describeLater(selection) : "This evaluation is new there.";
      logger.warn(
        `Nothing is compared: ${error.message}, as \`baseline: "${baseline}"\` asks for. ${later}`,
      );
      return undefined;
    }
    const source = isLocal ? directory : destination;
    throw new HoneyHiveError("INVALID_OPTION", explain(error, baseline, source), { cause: error });
  }
}

function describeLater(selection: ResolvedEvaluation["selection"]): string {
  return selection === undefined
    ? "Later runs find this one."
    : "Later runs do not find this one either, which is of selected cases, but by its id.";
}

/** @param source where the baseline was looked for: a folder of journals, or a server */
function explain(error: unknown, baseline: string, source: string | RunDestination): string {
  if (typeof source !== "string" && isOfServer(error)) {
    return `Expected to read \`baseline\` "${baseline}": ${failureMessage(error, source.serverUrl)}`;
  }
  const [place, command] =
    typeof source === "string"
      ? [
          `in ${source}, or the path of a journal or a JSON report`,
          "Runs without a server are there.",
        ]
      : [`on ${source.serverUrl}`, "`honeyhive runs list` shows what there is."];
  const isNew = error instanceof NoRunYetError && (baseline === "latest" || error.hasOthers);
  const help = isNew ? "Run it once without `maxRegression` in `gates`." : command;
  return (
    `Expected \`baseline\` to be "latest", "branch:<git branch>", or the id or name of a run ${place}, ` +
    `got "${baseline}" (${describeError(error).message}). ${help}`
  );
}

/** Whether the server is in trouble, or has no place for us, whatever it is asked. */
function isOfServer(error: unknown): boolean {
  if (error instanceof ApiError) return !(error.status === 400 || error.status === 404);
  return !(error instanceof NoRunYetError);
}

/** The first run of its kind has nothing to be compared with. A gate that is about it would not hold what it says. */
function isFirst(error: unknown, { baseline, gates }: BaselineOptions): error is NoRunYetError {
  const isGate = Object.values(gates ?? {}).some(
    ({ maxRegression }) => maxRegression !== undefined,
  );
  return error instanceof NoRunYetError && (baseline === "latest" || error.hasOthers) && !isGate;
}

async function fetchBaseline(
  destination: RunDestination,
  baseline: string,
  subject: BaselineSubject,
): Promise<ComparableRun> {
  const client = connect(destination);
  const signal = AbortSignal.timeout(timeoutMs);
  const found = await findRun(client, baseline, subject, signal);
  const params = { run_id: found?.runId ?? baseline };
  return {
    ...toComparable(await client("getRunResult", { params, query: { detail: "scores" }, signal })),
    likeness: found?.likeness,
    isOnServer: true,
  };
}

interface FoundRun {
  readonly runId: string;
  readonly likeness: Likeness | undefined;
}

/** @returns undefined for what is no name, and may be an id */
async function findRun(
  client: Client,
  baseline: string,
  subject: BaselineSubject,
  signal: AbortSignal,
): Promise<FoundRun | undefined> {
  const branch = /^branch:(.+)$/.exec(baseline)?.[1];
  if (baseline !== "latest" && branch === undefined) {
    for await (const run of latestRuns(client, baseline, subject, signal)) {
      if (run.name === baseline) return { runId: run.run_id, likeness: undefined };
    }
    return undefined;
  }
  let best: FoundRun | undefined;
  let hasOthers = false;
  // Runs of its name first: there may be many others since the latest of them.
  for (const name of subject.name === undefined ? [undefined] : [subject.name, undefined]) {
    for await (const run of latestRuns(client, name, subject, signal)) {
      if (branch !== undefined && branchOf(run) !== branch) continue;
      hasOthers = true;
      if (!isWhole(run)) continue;
      const likeness = likenessOf({ name: run.name, datasetId: datasetOf(run) }, subject);
      if (likeness !== undefined) best ??= { runId: run.run_id, likeness };
      if (likeness === "name-and-dataset") return { runId: run.run_id, likeness };
      if (best !== undefined && name === undefined) break;
    }
    if (best !== undefined) return best;
  }
  throw noRunYet(branch, hasOthers);
}

/** Completed ones but for that which is resumed, the latest first. Servers may give other names than the one that was asked for. */
async function* latestRuns(
  client: Client,
  name: string | undefined,
  { resumed }: BaselineSubject,
  signal: AbortSignal,
): AsyncGenerator<RunOfList> {
  const order = { sort_by: "created_at", sort_order: "desc" } as const;
  for (let page = 1; page <= maxPages; page++) {
    const query = { status: "completed", limit: pageSize, page, name, ...order } as const;
    const { evaluations } = await listRunsLightly(client, { query, signal });
    yield* evaluations.filter(({ run_id: id }) => id !== resumed?.runId);
    if (evaluations.length < pageSize) return;
  }
}

/** Datasets that no server holds are in the metadata. */
function datasetOf({ dataset_id: id, metadata }: RunOfList): unknown {
  return id ?? metadata["offline_dataset_id"];
}

/** A run of selected cases says little about the others. */
function isWhole({ configuration }: RunOfList): boolean {
  return configuration["selection"] === undefined;
}

function branchOf({ metadata: { git } }: RunOfList): unknown {
  return typeof git === "object" && git !== null && "branch" in git ? git.branch : undefined;
}

function toUnscored({ name, state, explanation }: UnscoredMetric): [string, ScoreState] {
  const said = explanation ?? "the server does not say why";
  return [
    name,
    state === "error" ? { state: "error", message: said } : { state: "not-scorable", reason: said },
  ];
}

function measuredOf({ outcome, usage }: DatapointResult): MeasuredCase {
  const { duration_ms: durationMs, total_tokens: totalTokens, cost_usd: cost } = usage ?? {};
  const known = caseOutcomes.find((one) => one === outcome);
  return {
    outcome: known,
    durationMs,
    cost,
    usage: totalTokens === undefined ? undefined : { totalTokens },
  };
}

/** Evaluators score cases as a whole: metrics of steps are not theirs, whatever their names. */
function toComparable(result: RunResult): ComparableRun {
  return {
    name: result.run_object.name,
    runId: result.run_object.run_id,
    startedAt: result.run_object.created_at,
    configuration: result.run_object.configuration,
    metadata: result.run_object.metadata,
    datasetId: result.run_object.dataset_id ?? undefined,
    cases: result.datapoints.map((datapoint) => ({
      datapointId: datapoint.datapoint_id ?? datapoint.session_id,
      trial: datapoint.trial,
      wireId: datapoint.wire_id,
      contentHash: datapoint.content_hash,
      ...measuredOf(datapoint),
      scores: Object.fromEntries([
        ...(datapoint.unscored ?? []).map(toUnscored),
        ...datapoint.metrics
          .filter(({ is_of_case: isOfCase }) => isOfCase !== false)
          .map(({ name, value }): [string, ScoreState] => [name, { state: "scored", value }]),
      ]),
    })),
  };
}
