import { validateHeaderName, validateHeaderValue } from "node:http";

import { maxDays } from "../events/retention.js";
import { isJsonObject } from "../lib/json.js";
import { ConfigurationError } from "../lib/configuration-error.js";
import type { Setting, SettingKind, WholeNumbers } from "./settings.js";

/** A value of a variable: text that has to become what the setting is. */
export function parseText(setting: Setting, text: string): unknown {
  const { kind, variable } = setting;
  const value = convert(kind, text);
  if (value !== undefined && isValid(kind, value)) return value;
  throw invalid(setting, variable, text);
}

/** A value of the file, of the right type already. */
export function checkValue(setting: Setting, value: unknown, origin: string): unknown {
  if (isValid(setting.kind, value)) return value;
  throw invalid(setting, `${setting.name}\` in \`${origin}`, value);
}

/** What a program gives. */
export function checkOption(setting: Setting, value: unknown): void {
  if (!isValid(setting.kind, value)) throw invalid(setting, setting.name, value);
}

function convert(kind: SettingKind, text: string): unknown {
  if (isNumbers(kind)) return toCount(text);
  switch (kind) {
    case "boolean":
      return { true: true, "1": true, false: false, "0": false }[text.toLowerCase()];
    case "keys":
      // Keys may end in `=`, as what is encoded as base64 does, and so may values of headers.
      return Object.fromEntries(
        text.split(",").map((pair) => splitPair(pair, pair.lastIndexOf("="))),
      );
    case "headers":
      return Object.fromEntries(text.split(",").map((pair) => splitPair(pair)));
    case "days":
      return Object.fromEntries(
        text.split(",").map((pair) => {
          const [project, days] = splitPair(pair, pair.lastIndexOf("="));
          return [project, toCount(days)];
        }),
      );
    default:
      return text;
  }
}

function splitPair(pair: string, at: number = pair.indexOf("=")): [string, string] {
  return at < 0 ? [pair.trim(), ""] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}

/** `Number` takes spaces for 0, which is no limit for some settings. */
function toCount(text: string): number {
  return /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function isValid(kind: SettingKind, value: unknown): boolean {
  if (isNumbers(kind)) return isCount(value) && value >= kind.least && value <= kind.most;
  switch (kind) {
    case "text":
      return typeof value === "string" && value !== "";
    case "boolean":
      return typeof value === "boolean";
    case "url":
      return typeof value === "string" && isHttpUrl(value);
    case "token":
      return isToken(value);
    case "keys":
      return everyPair(value, (key, project) => isToken(key) && project !== "");
    case "headers":
      return everyPair(value, isHeader);
    case "days":
      return (
        isJsonObject(value) &&
        Object.entries(value).every(
          ([project, days]) => project !== "" && isCount(days) && days <= maxDays,
        )
      );
    default:
      return kind.some((word) => word === value);
  }
}

/** `fetch` takes no addresses with a user or a password. */
function isHttpUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === "" && password === "";
}

/** A key that clients could not send would open nothing. */
function isToken(value: unknown): boolean {
  return typeof value === "string" && /^[!-~]+$/.test(value);
}

function everyPair(value: unknown, isGood: (name: string, text: string) => boolean): boolean {
  if (!isJsonObject(value)) return false;
  return Object.entries(value).every(
    ([name, text]) => typeof text === "string" && isGood(name, text),
  );
}

function isHeader(name: string, text: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, text);
    return text !== "";
  } catch {
    // It is none.
    return false;
  }
}

function isNumbers(kind: SettingKind): kind is WholeNumbers {
  return typeof kind === "object" && "least" in kind;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function invalid({ kind, isSecret }: Setting, place: string, value: unknown): ConfigurationError {
  // An address may hold a password.
  const got =
    isSecret === true || kind === "url" ? "something else" : `\`${JSON.stringify(value)}\``;
  return new ConfigurationError(
    `Expected \`${place}\` to be ${describe(kind)}, got ${got}. Correct it, or leave it out.`,
  );
}

function describe(kind: SettingKind): string {
  if (isNumbers(kind)) {
    const to = kind.most === Number.MAX_SAFE_INTEGER ? "" : ` to ${kind.most}`;
    return `a whole number from ${kind.least}${to}`;
  }
  switch (kind) {
    case "text":
      return "text that is not empty";
    case "boolean":
      return "true or false";
    case "url":
      return "an address that begins with http:// or https://, without a user and a password";
    case "token":
      return "letters, digits and signs of ASCII without spaces and line ends";
    case "keys":
      return "names of projects under keys of ASCII without spaces (as a variable: `key=project,key=project`)";
    case "headers":
      return "values under names of headers (as a variable: `name=value,name=value`)";
    case "days":
      return `projects with numbers of days up to ${maxDays} (as a variable: \`project=30,project=0\`)`;
    default:
      return `one of ${kind.join(", ")}`;
  }
}
