import { bucketAttribute } from "@honeyhive/contract";

import { setCaptured, setPayloadEntries } from "../core/payload.js";
import type { TracedSpan } from "../core/scope.js";

/** The attributes of a function's parameters, in their order; undefined for those without a name. */
export type InputAttributes = readonly (string | undefined)[];

export function inputAttributes(names: readonly (string | undefined)[]): InputAttributes {
  return names.map((name) => (name === undefined ? undefined : bucketAttribute("inputs", name)));
}

/**
 * Captures arguments at call time under the parameters' names. A lone destructured object gives its own keys; other
 * nameless arguments are `arg0`, `arg1` …
 */
export function captureArguments(
  span: TracedSpan,
  attributes: InputAttributes,
  args: readonly unknown[],
): void {
  const [first] = args;
  if (args.length === 1 && attributes[0] === undefined && isPlainObject(first)) {
    setPayloadEntries(span, "inputs", first);
    return;
  }
  for (let index = 0; index < args.length; index++) {
    const attribute = attributes[index] ?? bucketAttribute("inputs", `arg${index}`);
    setCaptured(span, attribute, args[index]);
  }
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null;
  } catch {
    // A proxy that does not tell.
    return false;
  }
}
