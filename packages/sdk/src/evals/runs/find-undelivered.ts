import type { DatapointResult } from "@honeyhive/contract";

import type { Logger } from "../../lib/logger.js";
import type { CaseResult } from "../types/case-result.js";
import { connect, failureMessage, type RunDestination } from "../server/call-server.js";

const timeoutMs = 60_000;

/**
 * The sessions of cases that a killed process had written to its journal and not yet delivered: the server does not have
 * them, or not their results. Undefined, with a warning, where it does not say.
 */
export async function findUndelivered(
  destination: RunDestination,
  runId: string,
  recorded: readonly CaseResult[],
  logger: Pick<Logger, "warn">,
): Promise<ReadonlySet<string> | undefined> {
  const client = connect(destination);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const params = { run_id: runId };
    const query = { detail: "scores" } as const;
    const { datapoints } = await client("getRunResult", { params, query, signal });
    const bySession = new Map(datapoints.map((datapoint) => [datapoint.session_id, datapoint]));
    const lost = recorded.filter((result) => !isWhole(result, bySession.get(result.sessionId)));
    return new Set(lost.map(({ sessionId }) => sessionId));
  } catch (error) {
    logger.warn(
      "What the interrupted run had not delivered cannot be found out: only what it kept is sent again. " +
        failureMessage(error, destination.serverUrl),
    );
    return undefined;
  }
}

/**
 * The hash is on the case's own span, which ends last; servers that do not know it have the scores at least. Another
 * outcome is that of an earlier attempt, which was cut off.
 */
function isWhole({ scores, outcome }: CaseResult, datapoint: DatapointResult | undefined): boolean {
  if (datapoint === undefined) return false;
  if (typeof datapoint.outcome === "string" && datapoint.outcome !== outcome) return false;
  if (datapoint.content_hash !== undefined) return datapoint.content_hash !== null;
  const names = new Set(datapoint.metrics.map(({ name }) => name));
  return Object.entries(scores).every(([name, { state }]) => state !== "scored" || names.has(name));
}
