import { nearestName } from "@honeyhive/contract";

import type { Environment } from "./environment.js";
import { describeValue } from "../lib/errors.js";
import type { FlatOptions, OptionGroup } from "./options.js";
import type { OptionKind, OptionSpec, Variable } from "./option-spec.js";
import { optionTable } from "./option-table.js";

type OptionName = keyof FlatOptions;

const optionGroups: readonly OptionGroup[] = ["session", "evaluation", "otlp", "http", "limits"];

/** The table's rows, in its order. */
export function listOptions(): readonly (readonly [OptionName, OptionSpec])[] {
  // `Object.entries` widens the keys of the table, which has no others.
  return Object.entries(optionTable) as [OptionName, OptionSpec][];
}

/**
 * Merges what was given with the environment: an option by itself wins over one in a config object, which wins over a
 * variable. What is unknown or of a wrong type is left out with a warning.
 */
export function readOptions(
  given: unknown,
  environment: Environment,
  warnings: string[],
): FlatOptions {
  const flat: Record<string, unknown> = {};
  readGiven(given, flat, warnings);
  for (const [name, spec] of listOptions()) {
    if (flat[name] === undefined) flat[name] = readVariables(spec, environment, warnings);
  }
  return flat;
}

function readGiven(given: unknown, flat: Record<string, unknown>, warnings: string[]): void {
  if (!isObject(given)) {
    warnings.push(`Expected the options to be an object, got ${describeValue(given)}.`);
    return;
  }
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  const isGroup = ([name]: [string, unknown]): boolean => optionGroups.some((g) => g === name);
  for (const [name, value] of entries.filter((entry) => !isGroup(entry))) {
    takeOption(name, value, { flat, warnings, group: undefined });
  }
  for (const [group, values] of entries.filter(isGroup)) {
    if (!isObject(values)) {
      warnings.push(
        `Expected \`${group}\` to be an object, got ${describeValue(values)}. It is ignored.`,
      );
      continue;
    }
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined) takeOption(name, value, { flat, warnings, group });
    }
  }
}

interface Taking {
  readonly flat: Record<string, unknown>;
  readonly warnings: string[];
  readonly group: string | undefined;
}

function takeOption(given: string, value: unknown, { flat, warnings, group }: Taking): void {
  const path = group === undefined ? given : `${group}.${given}`;
  const found = listOptions().find(
    ([name, spec]) => name === given || spec.aliases?.includes(given) === true,
  );
  if (found === undefined || (group !== undefined && found[1].group !== group)) {
    warnings.push(`Unknown option \`${path}\` is ignored.${suggestion(given, found?.[0])}`);
    return;
  }
  const [name, { kind }] = found;
  if (isOfKind(value, kind)) {
    flat[name] ??= value;
    return;
  }
  const got = name === "apiKey" ? describeSecret(value) : describeValue(value);
  warnings.push(`Expected \`${path}\` to be ${describeKind(kind)}, got ${got}. It is ignored.`);
}

function describeSecret(value: unknown): string {
  return value === "" ? "an empty string" : `a value of type ${typeof value}`;
}

function suggestion(given: string, misplaced: string | undefined): string {
  const names = [...listOptions().map(([name]) => name), ...optionGroups];
  const nearest = misplaced ?? nearestName(given, names);
  return nearest === undefined ? "" : ` Did you mean \`${nearest}\`?`;
}

function readVariables(spec: OptionSpec, environment: Environment, warnings: string[]): unknown {
  for (const variable of spec.variables) {
    const text = environment[variable.name];
    if (text === undefined || text.trim() === "") continue;
    if (variable.foreignValues?.includes(text.trim().toLowerCase()) === true) continue;
    const value = parseVariable(text.trim(), spec.kind, variable);
    if (value !== undefined && isOfKind(value, spec.kind)) return value;
    warnings.push(
      `Expected ${variable.name} to be ${describeKind(spec.kind)}` +
        `${variable.scale === 1000 ? " of seconds" : ""}, got ${describeValue(text)}. It is ignored.`,
    );
  }
  return undefined;
}

/** Undefined when the text means nothing of that kind. */
function parseVariable(text: string, kind: OptionKind, variable: Variable): unknown {
  switch (kind) {
    case "boolean": {
      const isTrue = /^(1|true|yes|on|enabled)$/i.test(text);
      if (!isTrue && !/^(0|false|no|off|disabled)$/i.test(text)) return undefined;
      return isTrue !== (variable.isNegated === true);
    }
    case "directory or boolean":
      return /^(1|true|yes|on)$/i.test(text) || (!/^(0|false|no|off)$/i.test(text) && text);
    case "positive number":
    case "fraction":
      return Number(text) * (variable.scale ?? 1);
    case "string":
      return text;
    case "object":
      return parseJson(text);
    case "array":
    case "function":
      return undefined;
    default:
      return text.toLowerCase();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The warning says what was expected.
    return undefined;
  }
}

function isOfKind(value: unknown, kind: OptionKind): boolean {
  switch (kind) {
    case "string":
      return typeof value === "string" && value.trim() !== "";
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    case "function":
      return typeof value === "function";
    case "positive number":
      return typeof value === "number" && value > 0;
    case "fraction":
      return typeof value === "number" && value >= 0 && value <= 1;
    case "boolean":
      return typeof value === "boolean";
    case "directory or boolean":
      return typeof value === "boolean" || (typeof value === "string" && value.trim() !== "");
    default:
      return kind.some((name) => name === value);
  }
}

export function describeKind(kind: OptionKind): string {
  if (typeof kind !== "string") return `one of ${kind.map((name) => `"${name}"`).join(", ")}`;
  if (kind === "fraction") return "a number from 0 to 1";
  return `${kind === "object" || kind === "array" ? "an" : "a"} ${kind}`;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
