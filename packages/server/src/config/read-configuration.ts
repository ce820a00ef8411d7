import { readFileSync } from "node:fs";

import { nearestName } from "@honeyhive/contract";

import { isJsonObject, parseJson } from "../lib/json.js";
import type { ServerOptions } from "../options.js";
import { ConfigurationError } from "../lib/configuration-error.js";
import { checkValue, parseText } from "./parse-setting.js";
import { settings, type Setting } from "./settings.js";

export type ConfigurationSource = "flag" | "environment" | "file";

export interface ConfigurationInput {
  /** What was said on the command line; undefined values were not said. */
  readonly flags?: ServerOptions;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Path of a JSON file. Default: `HONEYHIVE_CONFIG`, or none. */
  readonly file?: string | undefined;
}

export interface Configuration {
  readonly options: ServerOptions;
  /** Where each value that is not a default comes from. */
  readonly sources: ReadonlyMap<string, ConfigurationSource>;
  /** What was said and has no effect, such as a variable that is spelt almost like a setting's. */
  readonly warnings: readonly string[];
}

/** Flags before environment before file; what none of them says is left to the defaults. */
export function readConfiguration(input: ConfigurationInput): Configuration {
  const { flags = {}, env = {} } = input;
  const path = input.file ?? env["HONEYHIVE_CONFIG"];
  const file = path === undefined || path === "" ? new Map<string, unknown>() : readFile(path);
  const sources = new Map<string, ConfigurationSource>();
  const options: Record<string, unknown> = {};
  for (const setting of settings) {
    const { name, variable } = setting;
    const flagged = valueAt(flags, name);
    const text = env[variable];
    if (flagged !== undefined) assign(options, name, flagged);
    else if (text !== undefined && text !== "") assign(options, name, parseText(setting, text));
    else if (file.has(name)) assign(options, name, file.get(name));
    else continue;
    const ofVariable = text === undefined || text === "" ? "file" : "environment";
    sources.set(name, flagged === undefined ? ofVariable : "flag");
  }
  // Each value was checked to be what its setting is.
  return { options: { ...flags, ...(options as ServerOptions) }, sources, warnings: warn(env) };
}

/** Others may have variables that begin like ours: only what looks like a mistake is one. */
function warn(env: NonNullable<ConfigurationInput["env"]>): string[] {
  const known = [...settings.map(({ variable }) => variable), "HONEYHIVE_CONFIG"];
  const unknown = Object.keys(env).filter(
    (name) => name.startsWith("HONEYHIVE_") && !known.includes(name),
  );
  return unknown.flatMap((name) => {
    const nearest = nearestName(name, known);
    return nearest === undefined || Math.abs(nearest.length - name.length) > 2
      ? []
      : [`${name} is no setting and has no effect. Did you mean ${nearest}?`];
  });
}

function readFile(path: string): Map<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigurationError(
      `Expected a configuration in \`${path}\`, but it cannot be read: ${error instanceof Error ? error.message : ""}. ` +
        "Correct `--config` or HONEYHIVE_CONFIG.",
      { cause: error },
    );
  }
  const content = parseJson(text);
  if (isJsonObject(content)) return flatten(content, path);
  throw new ConfigurationError(
    `Expected \`${path}\` to be a JSON object such as {"port": 4747}, and it is not. Correct it.`,
  );
}

/** `{ limits: { maxBodyBytes } }` becomes `limits.maxBodyBytes`. */
function flatten(content: object, path: string, prefix = ""): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [key, value] of Object.entries(content)) {
    const name = prefix + key;
    const setting = settings.find((known) => known.name === name);
    if (setting !== undefined) values.set(name, checkValue(setting, value, path));
    else if (isGroup(name) && isJsonObject(value)) {
      for (const [inner, entry] of flatten(value, path, `${name}.`)) values.set(inner, entry);
    } else throw isGroup(name) ? noGroup(name, path) : unknownName(name, path);
  }
  return values;
}

function isGroup(name: string): boolean {
  return settings.some((setting) => setting.name.startsWith(`${name}.`));
}

function noGroup(name: string, path: string): ConfigurationError {
  const first = settings.find((setting) => setting.name.startsWith(`${name}.`))?.name ?? "";
  return new ConfigurationError(
    `Expected \`${name}\` in \`${path}\` to be a JSON object with settings such as \`${first}\`, got something else. Correct it, or leave it out.`,
  );
}

function unknownName(name: string, path: string): ConfigurationError {
  const names = settings.map((setting: Setting) => setting.name);
  const nearest = nearestName(name, names);
  const hint =
    nearest === undefined ? `Known are ${names.join(", ")}.` : `Did you mean \`${nearest}\`?`;
  return new ConfigurationError(
    `Expected settings of the server in \`${path}\`, got the unknown \`${name}\`. ${hint}`,
  );
}

/** The value of an object at `a` or `a.b`. */
export function valueAt(object: object, name: string): unknown {
  return name
    .split(".")
    .reduce<unknown>((value, key) => (isJsonObject(value) ? value[key] : undefined), object);
}

function assign(object: Record<string, unknown>, name: string, value: unknown): void {
  const [group = "", key] = name.split(".");
  if (key === undefined) object[group] = value;
  else object[group] = { ...(isJsonObject(object[group]) ? object[group] : {}), [key]: value };
}
