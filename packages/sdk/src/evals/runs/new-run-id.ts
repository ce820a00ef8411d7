import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";

import type { ResolvedOptions } from "../../config/resolved-options.js";
import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import { connect } from "../server/call-server.js";
import { journalDirectory, type JournalOptions } from "../journal/open-journal.js";
import { journalPath } from "../journal/read-journal.js";

const lookUpTimeoutMs = 10_000;

export interface RunIdOptions extends JournalOptions {
  readonly runId?: string | undefined;
}

/**
 * The id of a new run: the caller's, or one that is made up. Sessions get their ids from it, so that a second run under
 * the same id would mix with the first.
 *
 * @throws {HoneyHiveError} `INVALID_OPTION` for an id that is none, or under which cases have run
 */
export async function newRunId(
  options: RunIdOptions,
  destination: ResolvedOptions,
): Promise<string> {
  const { runId } = options;
  if (runId === undefined) return randomUUID();
  // It names a file.
  if (typeof runId !== "string" || !/^\w[\w.-]{0,99}$/.test(runId)) {
    return reject(
      `to be letters, digits, \`-\`, \`_\` and \`.\`, such as a UUID, got ${describeValue(runId)}. ` +
        "Omit it for a random one.",
    );
  }
  const path = journalPath(runId, journalDirectory(options));
  const place = existsSync(path) ? path : await findOnServer(runId, destination);
  if (place === undefined) return runId;
  return reject(
    `to be that of a new run, got "${runId}", which ${place} has. ` +
      "Go on with that run with `resume`, or omit `runId`.",
  );
}

/** The run that is resumed keeps its id. */
export function checkResumedId(given: string | undefined, recorded: string): void {
  if (given === undefined || given === recorded) return;
  reject(`to be that of the run that is resumed, "${recorded}", got "${given}". Omit it.`);
}

/** A run that somebody created and nobody has begun is taken over. @returns the server that has one with cases */
async function findOnServer(
  runId: string,
  destination: ResolvedOptions,
): Promise<string | undefined> {
  if (destination.disabledReason !== undefined) return undefined;
  const signal = AbortSignal.timeout(lookUpTimeoutMs);
  const client = connect(destination);
  try {
    const { evaluation } = await client("getRun", { params: { run_id: runId }, signal });
    return evaluation.status === "pending" && evaluation.event_ids.length === 0
      ? undefined
      : destination.serverUrl;
  } catch {
    // There is none, or the server cannot say: creating the run comes next, and says why.
    return undefined;
  }
}

function reject(expected: string): never {
  throw new HoneyHiveError("INVALID_OPTION", `Expected \`runId\` ${expected}`);
}
