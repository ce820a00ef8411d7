import { eventAttribute } from "@honeyhive/contract";
import { SpanStatusCode } from "@opentelemetry/api";

import { describeCauses } from "../lib/describe-causes.js";
import { describeError } from "../lib/describe-error.js";
import type { TracedSpan } from "./scope.js";

/**
 * Marks the span as failed: status, HoneyHive's error fields and exactly one exception event, of which the stack tells the
 * causes. Never throws.
 */
export function recordError(span: TracedSpan, error: unknown): void {
  const { name, message, stack } = describeError(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  span.setAttribute(eventAttribute.error, message);
  span.setAttribute(eventAttribute.errorType, name);
  span.recordException(
    stack === undefined
      ? { name, message }
      : { name, message, stack: stack + describeCauses(error) },
  );
}
