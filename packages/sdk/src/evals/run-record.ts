import { ApiError, createClient, type RunInput } from "@honeyhive/contract";

import { HoneyHiveError } from "../errors.js";
import { describeError } from "../record-error.js";

export interface RunDestination {
  readonly serverUrl: string;
  readonly apiKey: string;
}

/** The run on the server: its id there, or why it is not there. */
export interface RunRecord {
  readonly runId: string;
  readonly error: string | undefined;
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
): Promise<RunRecord> {
  const client = createClient(destination);
  try {
    const { run_id: runId } = await withRetries(() => client("createRun", { body: fields }));
    return { runId, error: undefined };
  } catch (error) {
    throwIfRefused(error, destination.serverUrl);
    return { runId: fields.run_id, error: failureMessage(error, destination.serverUrl) };
  }
}

/** Writes the run's end. @returns why that failed, if it did */
export async function completeRunRecord(
  destination: RunDestination,
  runId: string,
  fields: RunInput,
): Promise<string | undefined> {
  const client = createClient(destination);
  try {
    await withRetries(() => client("updateRun", { params: { run_id: runId }, body: fields }));
    return undefined;
  } catch (error) {
    return failureMessage(error, destination.serverUrl);
  }
}

const attempts = 3;
const firstDelayMs = 200;

async function withRetries<Result>(call: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const isFinal = error instanceof ApiError && error.status < 500 && error.status !== 429;
      if (isFinal || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, firstDelayMs * 2 ** attempt));
    }
  }
}

function throwIfRefused(error: unknown, serverUrl: string): void {
  if (!(error instanceof ApiError)) return;
  if (error.status === 401 || error.status === 403) {
    throw new HoneyHiveError(
      "UNAUTHORIZED",
      `Expected an API key that ${serverUrl} knows, got HTTP ${error.status}: ${error.message} ` +
        "Check `apiKey` or HH_API_KEY.",
      { cause: error },
    );
  }
  if (error.status < 500 && error.status !== 429) {
    throw new HoneyHiveError(
      "RUN_NOT_CREATED",
      `${serverUrl} refused to create the run: HTTP ${error.status}: ${error.message}`,
      { cause: error },
    );
  }
}

function failureMessage(error: unknown, serverUrl: string): string {
  if (error instanceof ApiError)
    return `${serverUrl} answered HTTP ${error.status}: ${error.message}`;
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return (
    `${serverUrl} could not be reached (${describeError(cause).message}). ` +
    "Start the server or check `serverUrl` / HH_API_URL."
  );
}
