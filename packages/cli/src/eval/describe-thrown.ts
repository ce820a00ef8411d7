import { inspect } from "node:util";

/** Anything can be thrown, values that cannot be shown included. Never throws. */
export function describeThrown(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return thrown.message || thrown.name;
    return typeof thrown === "string"
      ? thrown
      : inspect(thrown, { depth: 2, breakLength: Infinity });
  } catch {
    // A getter or a proxy that throws.
    return "a value that cannot be shown";
  }
}
