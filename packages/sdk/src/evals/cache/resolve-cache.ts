import { join } from "node:path";

import { cacheModes, type ResolvedCache } from "../types/model-cache.js";
import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import { isModelCall } from "./is-model-call.js";

/** @throws {HoneyHiveError} `INVALID_OPTION` */
export function resolveCache(option: unknown): ResolvedCache | undefined {
  if (option === undefined || option === false) return undefined;
  const given: unknown = option === true ? {} : option;
  if (typeof given !== "object" || given === null) return reject(describeValue(option));
  const { directory, mode, match, ...rest } = given as Readonly<Record<string, unknown>>;
  const known = cacheModes.find((candidate) => candidate === (mode ?? "read-write"));
  const isDirectory =
    directory === undefined || (typeof directory === "string" && directory !== "");
  const isMatch = match === undefined || typeof match === "function";
  if (known === undefined || !isDirectory || !isMatch || Object.keys(rest).length > 0) {
    return reject(JSON.stringify(given));
  }
  return {
    directory: directory === undefined ? join(".honeyhive", "cache") : String(directory),
    mode: known,
    match: isMatch && match !== undefined ? (match as ResolvedCache["match"]) : isModelCall,
  };
}

function reject(came: string): never {
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected \`cache\` to be true, or { directory?, mode?, match? } with a mode out of ${cacheModes.join(", ")}, ` +
      `got ${came}. Omit it to ask models each time.`,
  );
}
