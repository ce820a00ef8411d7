import { RequestProblem } from "./request-problem.js";

export function readObject(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value));
  }
  throw wrongType(name, "an object", value);
}

export function readText(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw wrongType(name, "a string", value);
}

export function readFlag(value: unknown, name: string): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === "boolean") return value;
  throw wrongType(name, "a boolean", value);
}

export function wrongType(name: string, expected: string, value: unknown): RequestProblem {
  const got = value === undefined ? "nothing" : `\`${JSON.stringify(value)}\``;
  return new RequestProblem(400, `Expected \`${name}\` to be ${expected}, got ${got}.`, {
    parameter: name,
  });
}
