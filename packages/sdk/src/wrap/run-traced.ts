import { bucketAttribute } from "@honeyhive/contract";
import type { Context } from "@opentelemetry/api";

import { setCaptured, setPayload } from "../core/payload.js";
import { recordError } from "../core/record-error.js";
import type { TracedSpan } from "../core/scope.js";
import { runInScope } from "../scope/active-scope.js";
import type { Completion } from "./completion.js";
import { followResult } from "./follow-result.js";
import type { TraceFunctionOptions } from "./trace-options.js";

/** Runs `call` once inside the span, within `context`, and ends the span when what it returned is over. */
export function runTraced<Result>(
  span: TracedSpan,
  context: Context,
  options: Pick<TraceFunctionOptions, "captureOutputs">,
  call: () => Result,
): Result {
  const completion = new SpanCompletion(span, options.captureOutputs !== false);
  return runFollowed(span, context, completion, call);
}

/** Runs `call` once inside the span's scope and tells `completion` what became of it. */
export function runFollowed<Result>(
  span: TracedSpan,
  context: Context,
  completion: Completion,
  call: () => Result,
): Result {
  let result: Result;
  try {
    result = runInScope(span.scope, context, call);
  } catch (error) {
    completion.onError(error);
    throw error;
  }
  return followResult(result, span.scope, completion);
}

const resultAttribute = bucketAttribute("outputs", "result");

/** Ends a span with what its work came to. */
class SpanCompletion implements Completion {
  private readonly span: TracedSpan;
  readonly takesValue: boolean;
  isDone = false;

  constructor(span: TracedSpan, takesValue: boolean) {
    this.span = span;
    this.takesValue = takesValue;
  }

  onValue(value: unknown, returned?: unknown): void {
    if (this.isDone) return;
    this.isDone = true;
    if (this.takesValue) {
      setCaptured(this.span, resultAttribute, value);
      if (returned !== undefined) setPayload(this.span, "outputs", "returned", returned);
    }
    this.span.end();
  }

  onError(error: unknown): void {
    if (this.isDone) return;
    this.isDone = true;
    recordError(this.span, error);
    this.span.end();
  }
}
