import { wrapFunction, type AnyFunction, type TraceFunctionOptions } from "./wrap-function.js";

type WithoutType = Omit<TraceFunctionOptions, "eventType">;

/**
 * Wraps a function so that each call is recorded as a span, in the session of whoever calls it.
 *
 * ```ts
 * const search = trace(async (query: string) => index.find(query), { eventType: "tool" });
 * ```
 */
export function trace<F extends AnyFunction>(fn: F, options?: TraceFunctionOptions): F;
export function trace(options?: TraceFunctionOptions): <F extends AnyFunction>(fn: F) => F;
export function trace<F extends AnyFunction>(
  fnOrOptions?: F | TraceFunctionOptions,
  options: TraceFunctionOptions = {},
): F | (<G extends AnyFunction>(fn: G) => G) {
  if (typeof fnOrOptions === "function") return wrapFunction(fnOrOptions, options);
  return <G extends AnyFunction>(fn: G): G => wrapFunction(fn, fnOrOptions ?? {});
}

/** `traceFunction(options)(fn)`: the curried form. */
export function traceFunction(
  options: TraceFunctionOptions = {},
): <F extends AnyFunction>(fn: F) => F {
  return (fn) => wrapFunction(fn, options);
}

/** Records each call as a `model` event. */
export function traceModel<F extends AnyFunction>(fn: F, options: WithoutType = {}): F {
  return wrapFunction(fn, { ...options, eventType: "model" });
}

/** Records each call as a `tool` event. */
export function traceTool<F extends AnyFunction>(fn: F, options: WithoutType = {}): F {
  return wrapFunction(fn, { ...options, eventType: "tool" });
}

/** Records each call as a `chain` event. */
export function traceChain<F extends AnyFunction>(fn: F, options: WithoutType = {}): F {
  return wrapFunction(fn, { ...options, eventType: "chain" });
}
