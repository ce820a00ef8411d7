/**
 * Whether a value is an object as literals and JSON make them. Of any realm: where jest runs a test, what `fetch` parsed
 * has another `Object.prototype` than the test.
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
