import {
  ApiError,
  type AggregateFunction,
  type Operations,
  type RunInput,
} from "@honeyhive/contract";

import { HoneyHiveError } from "../../lib/errors.js";
import { createLogger } from "../../lib/logger.js";
import {
  answerOf,
  connect,
  defaultLimits,
  failureMessage,
  withRetries,
  type RequestLimits,
  type RunDestination,
} from "../server/call-server.js";

/** The run on the server: its id there, or why it is not there. */
export interface RunRecord {
  readonly runId: string;
  readonly error: string | undefined;
  /** What the server has said that it can beyond the documented API. */
  readonly capabilities?: string;
}

/**
 * Creates the run. A refused key or a refused run stops the evaluation before it costs anything; a server that cannot be
 * reached does not: the evaluation goes on and its result says so.
 *
 * @throws {HoneyHiveError} `UNAUTHORIZED` or `RUN_NOT_CREATED`
 */
export async function createRunRecord(
  destination: RunDestination,
  fields: RunInput & { readonly run_id: string },
  limits: RequestLimits = defaultLimits,
): Promise<RunRecord> {
  let capabilities = "";
  const client = connect(destination, (said) => (capabilities = said));
  try {
    const answer = await withRetries(limits, (signal) =>
      client("createRun", { body: fields, signal }),
    );
    return { runId: runIdOf(answer, destination.serverUrl), error: undefined, capabilities };
  } catch (error) {
    throwIfRefused(error, destination.serverUrl);
    return { runId: fields.run_id, error: failureMessage(error, destination.serverUrl) };
  }
}

/** Marks a run that is resumed as running again; one that the server does not know is created. Throws as creating does. */
export async function reopenRunRecord(
  destination: RunDestination,
  fields: RunInput & { readonly run_id: string },
  limits: RequestLimits = defaultLimits,
): Promise<RunRecord> {
  let capabilities = "";
  const client = connect(destination, (said) => (capabilities = said));
  try {
    await withRetries(limits, (signal) =>
      client("updateRun", {
        params: { run_id: fields.run_id },
        body: { status: "running" },
        signal,
      }),
    );
    return { runId: fields.run_id, error: undefined, capabilities };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) {
      return createRunRecord(destination, fields, limits);
    }
    throwIfRefused(error, destination.serverUrl);
    return { runId: fields.run_id, error: failureMessage(error, destination.serverUrl) };
  }
}

/** Writes the run's end. @returns why that failed, if it did */
export async function completeRunRecord(
  destination: RunDestination,
  runId: string,
  fields: RunInput,
  limits: RequestLimits = defaultLimits,
): Promise<string | undefined> {
  const client = connect(destination);
  try {
    await withRetries(limits, (signal) =>
      client("updateRun", { params: { run_id: runId }, body: fields, signal }),
    );
    return undefined;
  } catch (error) {
    return failureMessage(error, destination.serverUrl);
  }
}

/** Asks for what the server makes of the run, and says so where that fails: the run itself is stored. */
export async function readRunResult(
  destination: RunDestination,
  runId: string,
  aggregate: AggregateFunction,
  limits: RequestLimits = defaultLimits,
): Promise<void> {
  const client = connect(destination);
  try {
    const params = { run_id: runId };
    const query = { aggregate_function: aggregate };
    await withRetries(limits, (signal) => client("getRunResult", { params, query, signal }));
  } catch (error) {
    createLogger({ isVerbose: false }).warn(
      `What the server makes of the run could not be read back: ${failureMessage(error, destination.serverUrl)}`,
    );
  }
}

/** What answers in a server's place may say nothing of a run. */
function runIdOf(answer: Partial<Operations["createRun"]["response"]>, serverUrl: string): string {
  const runId = answer.run_id ?? answer.evaluation?.run_id;
  if (typeof runId === "string" && runId !== "") return runId;
  throw new HoneyHiveError(
    "RUN_NOT_CREATED",
    `Expected ${serverUrl} to answer with the \`run_id\` of the run, got ${JSON.stringify(answer).slice(0, 200)}. ` +
      "Check that the URL is that of a HoneyHive server.",
  );
}

function throwIfRefused(error: unknown, serverUrl: string): void {
  if (error instanceof HoneyHiveError) throw error;
  if (!(error instanceof ApiError)) return;
  if (error.status === 401 || error.status === 403) {
    throw new HoneyHiveError(
      "UNAUTHORIZED",
      `Expected an API key that ${serverUrl} knows, got ${answerOf(error)} ` +
        "Check `apiKey` or HH_API_KEY.",
      { cause: error },
    );
  }
  if (error.status < 500 && error.status !== 429) {
    throw new HoneyHiveError(
      "RUN_NOT_CREATED",
      `${serverUrl} refused to create the run: ${answerOf(error)}`,
      { cause: error },
    );
  }
}
