import type { SpanData } from "../../encode/span-data.js";
import { isSpanIds } from "../../encode/span-ids.js";
import { readModelCall, type TracedCall } from "./read-model-call.js";

/**
 * The calls of models in one case, as their spans end. One call may have many spans, a framework's around a client's:
 * the innermost that says what it used is counted, and those around it are not.
 */
export class CaseCalls {
  /** Spans around one that was counted. Most cases have none. */
  private counted: Set<string> | undefined;

  /** Called with each span that ends, from the inside to the outside. @returns what is to be counted */
  take({ context, parentSpanId, attributes }: SpanData): TracedCall | undefined {
    const isAround = this.counted?.has(spanIdOf(context)) === true;
    const call = isAround ? undefined : readModelCall(attributes);
    if (parentSpanId !== undefined && (call !== undefined || isAround)) {
      this.counted ??= new Set();
      this.counted.add(spanIdOf(parentSpanId));
    }
    return call;
  }
}

function spanIdOf(ids: SpanData["context"] | string): string {
  if (typeof ids === "string") return ids;
  return isSpanIds(ids) ? ids.toContext().spanId : ids.spanId;
}
