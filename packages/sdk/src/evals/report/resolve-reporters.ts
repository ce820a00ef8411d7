import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import { createReporter } from "./create-reporter.js";
import { reporterNames, type Reporter, type ReporterName } from "../types/reporter.js";

const hooks = ["onRunStart", "onCaseStart", "onCaseEnd", "onRunCancelled", "onRunEnd"];

/** @throws {HoneyHiveError} `INVALID_OPTION` */
export function resolveReporters(settings: unknown): Reporter[] {
  if (!Array.isArray(settings)) reject(describeValue(settings));
  // `createReporter` checks the names.
  return settings.map((setting: unknown) => {
    if (typeof setting === "string") return createReporter(setting as ReporterName);
    if (typeof setting !== "object" || setting === null) return reject(describeValue(setting));
    if (!("name" in setting) || !("path" in setting)) return checkHooks(setting);
    if (typeof setting.path !== "string") return reject(JSON.stringify(setting));
    return createReporter(setting.name as ReporterName, { path: setting.path });
  });
}

function checkHooks(reporter: object): Reporter {
  const given = Object.entries(reporter);
  const isHook = ([name, value]: [string, unknown]): boolean =>
    hooks.includes(name) && (value === undefined || typeof value === "function");
  // Hooks of a class are on its prototype.
  const hasHook = hooks.some((name) => typeof Reflect.get(reporter, name) === "function");
  const isPlain = Object.getPrototypeOf(reporter) === Object.prototype;
  if (hasHook && (!isPlain || given.every(isHook))) return reporter;
  return reject(`an object with ${given.map(([name]) => `\`${name}\``).join(", ") || "nothing"}`);
}

function reject(came: string): never {
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected \`reporters\` to be an array of ${reporterNames.map((name) => `"${name}"`).join(", ")}, ` +
      `{ name, path } or objects with ${hooks.join(", ")}, got ${came}.`,
  );
}
