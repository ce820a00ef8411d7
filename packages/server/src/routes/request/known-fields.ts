import { nearestName } from "@honeyhive/contract";
import { z } from "zod";

import { HttpError } from "../../lib/http-error.js";
import { isJsonObject } from "../../lib/json.js";
import { parseBody } from "./parse.js";

/** Older clients must say their project, and the key says it. */
const saidByTheKey = new Set(["project", "project_id", "project_name"]);

/** Shorter names are near to any other. */
const shortestMisspelling = 4;

/**
 * Refuses what a request names and nobody here knows: a question whose filter is misspelt would be answered with
 * everything. Older routes ignore what they do not know, unless it is near to what they do.
 */
export function refuseUnknown(
  given: readonly string[],
  known: readonly string[],
  isOlder: boolean,
): void {
  for (const name of given) {
    if (known.includes(name) || saidByTheKey.has(name)) continue;
    const meant = nearestName(name, known);
    if (isOlder && (meant === undefined || name.length < shortestMisspelling)) continue;
    const advice = meant === undefined ? "Leave it out." : `Did you mean \`${meant}\`?`;
    throw new HttpError(
      400,
      "INVALID_REQUEST",
      `Expected nothing but ${known.map((each) => `\`${each}\``).join(", ")}, got \`${name}\`. ${advice}`,
      { field: name },
    );
  }
}

/** A body whose fields are all known. */
export function parseKnown<Body>(schema: z.ZodType<Body>, body: unknown, isOlder: boolean): Body {
  if (!isJsonObject(body)) return parseBody(schema, body);
  const known = fieldsOf(schema);
  refuseUnknown(Object.keys(body), known, isOlder);
  const entries = Object.entries(body).filter(([name]) => known.includes(name));
  return parseBody(schema, Object.fromEntries(entries));
}

/** `filters[0][field]` and `run_ids[]` are spellings of `filters` and `run_ids`. */
export function parameterNames(query: URLSearchParams): string[] {
  return Array.from(query.keys(), (name) => name.split("[")[0] ?? name);
}

export function fieldsOf(schema: z.ZodType): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

export function isUnversioned({ url }: Request): boolean {
  return !new URL(url).pathname.startsWith("/v1/");
}
