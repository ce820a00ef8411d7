import { setPayload, setPayloadEntries } from "./payload.js";
import type { HoneyHiveSpan } from "../otel/span.js";

/**
 * Captures arguments at call time under the parameters' names. A lone destructured object gives its own keys; other
 * nameless arguments are `arg0`, `arg1` …
 */
export function captureArguments(
  span: HoneyHiveSpan,
  names: readonly (string | undefined)[],
  args: readonly unknown[],
): void {
  const [first] = args;
  if (args.length === 1 && names[0] === undefined && isPlainObject(first)) {
    setPayloadEntries(span, "inputs", first);
    return;
  }
  args.forEach((value, index) => setPayload(span, "inputs", names[index] ?? `arg${index}`, value));
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
