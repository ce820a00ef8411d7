import type { z } from "zod";

import { HttpError } from "../../lib/http-error.js";
import { isJsonObject, parseJson } from "../../lib/json.js";

/**
 * Checks a body against its schema; the error names the first field that is wrong. `place` is where the value
 * is, if it is not the body as a whole.
 */
export function parseBody<Body>(schema: z.ZodType<Body>, value: unknown, place?: string): Body {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  const issue = first === undefined ? undefined : nearestOf(first, value);
  const unknownKey = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const path = [place, ...(issue?.path ?? []), unknownKey];
  const field = path.filter((step) => step !== undefined).join(".");
  const where = field === "" ? "the body" : `\`${field}\``;
  throw new HttpError(
    400,
    "INVALID_REQUEST",
    `Expected ${where} to be valid, got a value that is not: ${issue?.message ?? "unknown problem"}.`,
    { field: field === "" ? undefined : field },
  );
}

/** Of the forms that a value may have, what is wrong with the one that it is nearest to. */
function nearestOf(issue: z.core.$ZodIssue, value: unknown): z.core.$ZodIssue {
  if (issue.code !== "invalid_union") return issue;
  const inner = issue.errors.flatMap(([first]) =>
    first === undefined
      ? []
      : [nearestOf({ ...first, path: [...issue.path, ...first.path] }, value)],
  );
  // The deepest; of two, what is there and wrong rather than what is missing.
  const rank = ({ path }: z.core.$ZodIssue): number =>
    2 * path.length + (isThere(value, path) ? 1 : 0);
  return inner.reduce<z.core.$ZodIssue>(
    (nearest, each) => (rank(each) > rank(nearest) ? each : nearest),
    issue,
  );
}

function isThere(value: unknown, [step, ...rest]: readonly PropertyKey[]): boolean {
  if (step === undefined) return value !== undefined;
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, step) && isThere(Reflect.get(value, step), rest);
}

/** Older clients wrap the object in its name, some as JSON text, some send it bare. */
export function parseWrapped<Body>(schema: z.ZodType<Body>, body: unknown, name: string): Body {
  const value = unwrap(body, name);
  return parseBody(schema, value, value === body ? undefined : name);
}

function unwrap(body: unknown, name: string): unknown {
  if (!isJsonObject(body) || !(name in body)) return body;
  const wrapped = body[name];
  if (typeof wrapped !== "string") return wrapped;
  return parseJson(wrapped) ?? wrapped;
}

/** `a[]=x&a[]=y`, `a=x&a=y` and `a=["x","y"]` are the same list. */
export function readList(query: URLSearchParams, name: string): string[] {
  return [...query.getAll(`${name}[]`), ...query.getAll(name)].flatMap((value) => {
    const list = value.startsWith("[") ? parseJson(value) : undefined;
    return Array.isArray(list) ? list.map(String) : [value];
  });
}

export function readInteger(
  query: URLSearchParams,
  name: string,
  limits: { readonly default: number; readonly min: number; readonly max: number },
): number {
  const text = query.get(name);
  if (text === null || text === "") return limits.default;
  const value = Number(text);
  if (Number.isInteger(value) && value >= limits.min) return Math.min(value, limits.max);
  throw new HttpError(
    400,
    "INVALID_REQUEST",
    `Expected \`${name}\` to be a whole number from ${limits.min} to ${limits.max}, got \`${text}\`. Omit it for ${limits.default}.`,
    { field: name },
  );
}

export function readOneOf<Choice extends string>(
  query: URLSearchParams,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  throw new HttpError(
    400,
    "INVALID_REQUEST",
    `Expected \`${name}\` to be one of ${choices.join(", ")}, got \`${text}\`. Omit it for the default.`,
    { field: name },
  );
}

/** Parameters that must be in the query string. */
export function readNames(
  query: URLSearchParams,
  names: readonly string[],
): Record<string, string> {
  const found = names.map((name): [string, string] => {
    const value = query.get(name);
    if (value !== null && value !== "") return [name, value];
    throw new HttpError(
      400,
      "INVALID_REQUEST",
      `Expected the parameter \`${name}\` in the query string, got none. Add \`?${name}=…\`.`,
      { field: name },
    );
  });
  return Object.fromEntries(found);
}

export function readBoolean(query: URLSearchParams, name: string): boolean | undefined {
  const text = readOneOf(query, name, ["true", "false"]);
  return text === undefined ? undefined : text === "true";
}
