import { processState } from "../core/process-state.js";
import type { TracerCore } from "../core/tracer-core.js";
import { sayIfOtherCopyTraces } from "../globals/copies.js";
import type { AnyFunction } from "../lib/any-function.js";
import { activeContext } from "../scope/active-scope.js";
import { currentCore } from "../scope/current-core.js";
import { beginCall, describeRecording, type Recording } from "./begin-call.js";
import { createInjection } from "./inject-tracer.js";
import { runTraced } from "./run-traced.js";
import type { TraceFunctionOptions } from "./trace-options.js";

/**
 * Wraps `fn` so that each call is a span of the tracer found at call time (or of `bound`). Sync stays sync; `this`,
 * name, length and properties are kept; `fn` runs exactly once whatever happens to the tracing.
 */
export function wrapFunction<F extends AnyFunction>(
  fn: F,
  options: TraceFunctionOptions,
  bound?: TracerCore,
): F {
  if (typeof fn !== "function") return fn;
  let recording: Recording | undefined;
  const target: CallableFunction = fn;
  const inject = options.injectTracer === true ? createInjection(fn) : undefined;
  const wrapped = function (this: unknown, ...args: never[]): unknown {
    const core = bound ?? currentCore();
    const all = inject === undefined ? args : inject(args, core);
    if (core === undefined || !core.isEnabled) {
      processState.passedThrough++;
      if (core === undefined) sayIfOtherCopyTraces();
      return Reflect.apply(target, this, all);
    }
    recording ??= describeRecording(fn, options);
    const context = activeContext();
    const span = beginCall(core, context, recording, args);
    if (span === undefined) return Reflect.apply(target, this, all);
    return runTraced(span, context, options, () => Reflect.apply(target, this, all));
  };
  copyProperties(fn, wrapped);
  // The wrapper takes and returns what `fn` does; the compiler cannot see that through Reflect.apply.
  return wrapped as F;
}

/** Name, length and the function's own properties; `prototype` stays the wrapper's. */
function copyProperties(from: AnyFunction, to: AnyFunction): void {
  for (const key of Reflect.ownKeys(from)) {
    if (key === "prototype" || key === "arguments" || key === "caller") continue;
    const descriptor = Object.getOwnPropertyDescriptor(from, key);
    if (descriptor !== undefined) Object.defineProperty(to, key, descriptor);
  }
}
