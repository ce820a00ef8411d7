import { createClient, type RunResult, type ScoreState } from "@honeyhive/contract";

import { HoneyHiveError } from "../../errors.js";
import { describeError } from "../../wrap/record-error.js";
import type { ComparableRun } from "./compare-runs.js";
import type { RunDestination } from "./call-server.js";

const timeoutMs = 30_000;

/**
 * Fetches the run to compare with: `latest` completed one, or one by id or name. Done before the first case runs, so that
 * a missing baseline costs nothing and the run cannot be its own.
 *
 * @throws {HoneyHiveError} `INVALID_OPTION` when there is none
 */
export async function fetchBaseline(
  destination: RunDestination,
  baseline: string,
): Promise<ComparableRun> {
  const client = createClient(destination);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const filter = baseline === "latest" ? {} : { name: baseline };
    const query = {
      status: "completed",
      limit: 1,
      sort_by: "created_at",
      sort_order: "desc",
      ...filter,
    } as const;
    const { evaluations } = await client("listRuns", { query, signal });
    const [named] = evaluations.filter(({ name }) => baseline === "latest" || name === baseline);
    if (named === undefined && baseline === "latest") throw new Error("there is no completed run");
    const params = { run_id: named?.run_id ?? baseline };
    return toComparable(await client("getRunResult", { params, signal }));
  } catch (error) {
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Expected \`baseline\` to be "latest", or the id or name of a run on ${destination.serverUrl}, ` +
        `got "${baseline}" (${describeError(error).message}). \`honeyhive runs list\` shows what there is.`,
      { cause: error },
    );
  }
}

/** Evaluators score cases as a whole: metrics of steps are not theirs, whatever their names. */
function toComparable(result: RunResult): ComparableRun {
  return {
    name: result.run_object.name,
    cases: result.datapoints.map((datapoint) => ({
      datapointId: datapoint.datapoint_id ?? datapoint.session_id,
      wireId: datapoint.wire_id,
      contentHash: datapoint.content_hash,
      scores: Object.fromEntries(
        datapoint.metrics
          .filter(({ is_of_case: isOfCase }) => isOfCase !== false)
          .map(({ name, value }): [string, ScoreState] => [name, { state: "scored", value }]),
      ),
    })),
  };
}
