export type Thenable = PromiseLike<unknown>;

export function isThenable(value: unknown): value is Thenable & object {
  try {
    return (
      typeof value === "object" &&
      value !== null &&
      "then" in value &&
      typeof value.then === "function"
    );
  } catch {
    // A proxy or a getter that throws: the caller's own affair.
    return false;
  }
}
