import type { JsonObject } from "@honeyhive/contract";

import type { SpanData } from "../encode/span-data.js";
import type { Logger } from "../lib/logger.js";
import { describeError } from "../lib/describe-error.js";
import { redactFields, redactSpan, type Redact, type Redaction } from "./redact.js";
import type { ReportProblem } from "../lib/report-problem.js";

/** The program's hook at the place where data leaves for the queue. Never throws. */
export interface Redactor {
  /** Payloads that were withheld because the hook failed. */
  readonly failures: number;
  /** False when there is no hook: everything leaves as it is given. */
  readonly isActive: boolean;
  span(data: SpanData): SpanData;
  fields(type: "session" | "update" | "event", fields: JsonObject): JsonObject;
}

export function createRedactor(
  redact: Redact | undefined,
  logger: Logger,
  report: ReportProblem,
): Redactor {
  let failures = 0;
  const settle = <Result>({ result, failure }: Redaction<Result>): Result => {
    if (failure === undefined) return result;
    failures++;
    const message =
      `Expected \`redact\` to return a payload, got a failure (${describeError(failure).message}). ` +
      "The payload is withheld; further failures are only counted: see diagnostics().";
    logger.warnOnce("redact", message);
    report("REDACTION_FAILED", message, { cause: failure });
    return result;
  };
  return {
    get failures() {
      return failures;
    },
    isActive: redact !== undefined,
    span: (data) => (redact === undefined ? data : settle(redactSpan(data, redact))),
    fields: (type, fields) =>
      redact === undefined ? fields : settle(redactFields(type, fields, redact)),
  };
}
