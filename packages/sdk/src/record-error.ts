import { eventAttribute } from "@honeyhive/contract";
import { SpanStatusCode } from "@opentelemetry/api";

import type { HoneyHiveSpan } from "./otel/span.js";

/** Marks the span as failed: status, HoneyHive's error fields and exactly one exception event. Never throws. */
export function recordError(span: HoneyHiveSpan, error: unknown): void {
  const { name, message } = describeError(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  span.setAttribute(eventAttribute.error, message);
  span.setAttribute(eventAttribute.errorType, name);
  span.recordException(error instanceof Error ? error : message);
}

export function describeError(error: unknown): { readonly name: string; readonly message: string } {
  try {
    if (error instanceof Error) {
      return { name: error.name, message: error.message || error.name };
    }
    return {
      name: typeof error,
      message: typeof error === "string" ? error : JSON.stringify(error),
    };
  } catch {
    // An error that cannot describe itself.
    return { name: "unknown", message: "an error that could not be described" };
  }
}
