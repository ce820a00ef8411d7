import { wrapFunction } from "./wrap-function.js";
import type { TraceFunctionOptions } from "./trace-options.js";
import type { AnyFunction } from "../lib/any-function.js";

type WithoutType = Omit<TraceFunctionOptions, "eventType">;

/** What `trace(options)` gives: a wrapper of functions that is a method decorator too, of either kind. */
export interface TraceDecorator {
  /** Wraps a function, or decorates a method (TC39). */
  <F extends AnyFunction>(fn: F, context?: ClassMethodDecoratorContext): F;
  /** Decorates a method (`experimentalDecorators`). */
  (target: object, name: string | symbol, descriptor: PropertyDescriptor): PropertyDescriptor;
}

/**
 * Wraps a function so that each call is recorded as a span, in the session of whoever calls it.
 *
 * ```ts
 * const search = trace(async (query: string) => index.find(query), { eventType: "tool" });
 *
 * class Agent {
 *   @trace({ eventType: "chain" })
 *   async answer(question: string) {}
 * }
 * ```
 */
export function trace<F extends AnyFunction>(fn: F, options?: TraceFunctionOptions): F;
export function trace(options?: TraceFunctionOptions): TraceDecorator;
/** `@trace` without parentheses (`experimentalDecorators`). */
export function trace(
  target: object,
  name: string | symbol,
  descriptor: PropertyDescriptor,
): PropertyDescriptor;
export function trace(
  target?: object,
  context: TraceFunctionOptions | DecoratorContext | string | symbol = {},
  descriptor?: PropertyDescriptor,
): unknown {
  if (descriptor !== undefined) return decorateProperty(descriptor, {});
  if (typeof target !== "function") return createDecorator(target ?? {});
  // The overloads leave this: without parentheses, the standard's context, else options.
  const given = context as TraceFunctionOptions | DecoratorContext;
  if ("kind" in given) return decorateElement(target as AnyFunction, given, {});
  return wrapFunction(target as AnyFunction, given);
}

/** `traceFunction(options)(fn)`: the curried form. */
export function traceFunction(options: TraceFunctionOptions = {}): TraceDecorator {
  return createDecorator(options);
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

function createDecorator(options: TraceFunctionOptions): TraceDecorator {
  const decorate = (
    target: AnyFunction,
    context?: DecoratorContext,
    descriptor?: PropertyDescriptor,
  ): unknown =>
    descriptor === undefined
      ? decorateElement(target, context, options)
      : decorateProperty(descriptor, options);
  // The two ways of calling it are told apart by the descriptor, which the compiler cannot follow.
  return decorate as TraceDecorator;
}

/** Functions and methods are wrapped; accessors and classes stay as they are. */
function decorateElement(
  target: AnyFunction,
  context: { readonly kind?: string } | undefined,
  options: TraceFunctionOptions,
): AnyFunction {
  const { kind = "method" } = context ?? {};
  return kind === "method" ? wrapFunction(target, options) : target;
}

/** An accessor has no value: it stays as it is. */
function decorateProperty(
  descriptor: PropertyDescriptor,
  options: TraceFunctionOptions,
): PropertyDescriptor {
  const method: unknown = descriptor.value;
  if (typeof method !== "function") return descriptor;
  return { ...descriptor, value: wrapFunction(method as AnyFunction, options) };
}
