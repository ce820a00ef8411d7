import { isUuid } from "@honeyhive/contract";

import { describeValue, HoneyHiveError } from "../lib/errors.js";
import type { ResolvedOptions } from "./resolved-options.js";
import type { FlushResult } from "../pipeline/pipeline.js";

/** @throws {HoneyHiveError} when a strict tracer could not be who it was asked to be. */
export function refuseIfStrict(options: ResolvedOptions): void {
  const { resilienceLevel, disabledReason, isDisabledOnPurpose, sessionId } = options;
  if (resilienceLevel !== "strict" || isDisabledOnPurpose) return;
  if (disabledReason !== undefined) throw new HoneyHiveError("INVALID_OPTION", disabledReason);
  if (sessionId === undefined || isUuid(sessionId)) return;
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected \`sessionId\` to be a UUID, got ${describeValue(sessionId)}. Omit it to start a new session.`,
  );
}

/** For strict tracers: throws for what a flush has left or lost, each loss once. */
export function createLossGuard(options: ResolvedOptions): (result: FlushResult) => FlushResult {
  let alreadySaid = 0;
  return (result) => {
    const lost = result.dropped - alreadySaid;
    alreadySaid = result.dropped;
    if (options.resilienceLevel !== "strict" || (lost === 0 && result.pending === 0)) return result;
    throw new HoneyHiveError(
      "DATA_LOST",
      `Expected everything to be delivered to ${options.serverUrl}, got ${lost} lost and ${result.pending} pending. ` +
        "See diagnostics(); give flush() a longer time.",
    );
  };
}
