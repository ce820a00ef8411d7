import { processState } from "../core/process-state.js";
import type { TracedSpan } from "../core/scope.js";
import type { TracerCore } from "../core/tracer-core.js";
import { activeContext, runInScope } from "../scope/active-scope.js";
import { beginCall, describeRecording } from "./begin-call.js";
import type { TraceFunctionOptions } from "./trace-options.js";

/**
 * Calls `fn` once inside a new span, which it ends itself. Making a wrapper costs more than the call, and following what
 * it returns as much again.
 */
export function callInSpan<Result>(
  core: TracerCore,
  options: TraceFunctionOptions,
  fn: (span: TracedSpan | undefined) => Result,
): Result {
  if (!core.isEnabled) {
    processState.passedThrough++;
    return fn(undefined);
  }
  const context = activeContext();
  const span = beginCall(core, context, describeRecording(fn, options), []);
  return span === undefined ? fn(undefined) : runInScope(span.scope, context, () => fn(span));
}
