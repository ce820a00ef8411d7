import { wrapFunction } from "./wrap-function.js";
import type { TraceFunctionOptions } from "./trace-options.js";
import type { AnyFunction } from "../lib/any-function.js";

export interface TraceClassOptions extends Omit<
  TraceFunctionOptions,
  "eventName" | "captureInputs"
> {
  /** Methods to leave alone. */
  readonly exclude?: readonly string[] | undefined;
  /** Wrap static methods too. Default false. */
  readonly includeStatic?: boolean | undefined;
}

// Constructors of any kind, abstract ones included.
type AnyClass = abstract new (...args: never[]) => unknown;

/**
 * Traces every method that the class itself defines, as `Class.method`. Accessors, inherited methods and names that begin
 * with an underscore stay as they are. Works as a decorator of either kind and as a function.
 *
 * ```ts
 * const Service = traceClass(class Service { answer() {} }, { eventType: "tool" });
 * ```
 */
export function traceClass<Class extends AnyClass>(
  target: Class,
  options?: TraceClassOptions,
): Class;
export function traceClass(
  options?: TraceClassOptions,
): <Class extends AnyClass>(target: Class) => Class;
export function traceClass<Class extends AnyClass>(
  targetOrOptions?: Class | TraceClassOptions,
  options: TraceClassOptions | ClassDecoratorContext = {},
): Class | (<Other extends AnyClass>(target: Other) => Other) {
  if (typeof targetOrOptions === "function") {
    return wrapMethods(targetOrOptions, isDecoratorContext(options) ? {} : options);
  }
  return (target) => wrapMethods(target, targetOrOptions ?? {});
}

function wrapMethods<Class extends AnyClass>(target: Class, options: TraceClassOptions): Class {
  const { exclude = [], includeStatic = false, ...traceOptions } = options;
  const owners: object[] = [target.prototype as object];
  if (includeStatic) owners.push(target);
  for (const owner of owners) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      const method: unknown = descriptor.value;
      const isMethod =
        typeof method === "function" && descriptor.writable === true && descriptor.configurable;
      if (!isMethod || name === "constructor" || name.startsWith("_")) continue;
      if (exclude.includes(name) || isClass(method)) continue;
      const eventName = `${target.name}.${name}`;
      const value = wrapFunction(method as AnyFunction, { ...traceOptions, eventName });
      Object.defineProperty(owner, name, { ...descriptor, value });
    }
  }
  return target;
}

/** A class kept in a static property is not a method. */
function isClass(value: unknown): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}

function isDecoratorContext(
  value: TraceClassOptions | ClassDecoratorContext,
): value is ClassDecoratorContext {
  return "kind" in value && value.kind === "class";
}
