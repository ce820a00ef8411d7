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

function convert(kind: SettingKind, text: string): unknown {
  if (isNumbers(kind)) return Number(text);
  switch (kind) {
    case "boolean":
      return { true: true, "1": true, false: false, "0": false }[text.toLowerCase()];
    case "pairs":
      return Object.fromEntries(text.split(",").map(splitPair));
    case "days":
      return Object.fromEntries(
        text.split(",").map((pair) => {
          const [project, days] = splitPair(pair);
          return [project, days === "" ? Number.NaN : Number(days)];
        }),
      );
    default:
      return text;
  }
}

function splitPair(pair: string): [string, string] {
  const [key = "", project = ""] = pair.split("=").map((part) => part.trim());
  return [key, project];
}

function isValid(kind: SettingKind, value: unknown): boolean {
  if (isNumbers(kind)) return isCount(value) && value >= kind.least && value <= kind.most;
  switch (kind) {
    case "text":
      return typeof value === "string" && value !== "";
    case "boolean":
      return typeof value === "boolean";
    case "pairs":
      return (
        isJsonObject(value) &&
        Object.entries(value).every(
          ([key, project]) => key !== "" && typeof project === "string" && project !== "",
        )
      );
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

function isNumbers(kind: SettingKind): kind is WholeNumbers {
  return typeof kind === "object" && "least" in kind;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function invalid({ kind, isSecret }: Setting, place: string, value: unknown): ConfigurationError {
  const got = isSecret === true ? "something else" : `\`${JSON.stringify(value)}\``;
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
    case "pairs":
      return "an object of texts (as a variable: `name=value,name=value`)";
    case "days":
      return `projects with numbers of days up to ${maxDays} (as a variable: \`project=30,project=0\`)`;
    default:
      return `one of ${kind.join(", ")}`;
  }
}
