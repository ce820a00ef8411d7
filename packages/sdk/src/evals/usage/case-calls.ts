import type { FinishedSpan } from "../../encode/span-data.js";
import { isSpanIds, type SpanIds } from "../../encode/span-ids.js";
import { readModelCall, type TracedCall } from "./read-model-call.js";

type Ids = FinishedSpan["data"]["context"] | NonNullable<FinishedSpan["data"]["parentSpanId"]>;

/**
 * The calls of models in one case, as their spans end. One call may have many spans, a framework's around a client's:
 * the innermost that says what it used is counted, and those around it are not.
 */
export class CaseCalls {
  /** Spans around one that was counted. Most cases have none. */
  private counted: Set<string> | undefined;
  private readonly onCall: (call: TracedCall) => void;

  constructor(onCall: (call: TracedCall) => void) {
    this.onCall = onCall;
  }

  /** Spans end from the inside to the outside. */
  add({ data }: FinishedSpan): void {
    const isAround = this.counted?.has(spanIdOf(data.context)) === true;
    const call = isAround ? undefined : readModelCall(data.attributes);
    if (call !== undefined) this.onCall(call);
    if (data.parentSpanId === undefined || (call === undefined && !isAround)) return;
    this.counted ??= new Set();
    this.counted.add(spanIdOf(data.parentSpanId));
  }
}

function spanIdOf(ids: Ids): string {
  if (typeof ids === "string") return ids;
  return isOwn(ids) ? ids.toContext().spanId : ids.spanId;
}

function isOwn(ids: Exclude<Ids, string>): ids is SpanIds {
  return isSpanIds(ids);
}
