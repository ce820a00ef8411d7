import { nearestName } from "@honeyhive/contract";

import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import { isPlainObject } from "../../lib/is-plain-object.js";
import { aggregations, type EvaluatorSettings } from "./evaluator-settings.js";

interface Kind {
  readonly expected: string;
  readonly isOne: (value: unknown) => boolean;
}

const aFunction: Kind = { expected: "a function", isOne: isFunction };
const aBoolean: Kind = { expected: "a boolean", isOne: (value) => typeof value === "boolean" };
const anything: Kind = { expected: "anything", isOne: () => true };

/** Undefined counts as omitted. */
const kinds: Readonly<Record<keyof EvaluatorSettings, Kind>> = {
  name: {
    expected: "a non-empty string",
    isOne: (value) => typeof value === "string" && value.trim() !== "",
  },
  // Judged with what it weighs.
  weight: anything,
  lowerIsBetter: aBoolean,
  asserts: aBoolean,
  repeat: {
    expected: "a positive integer",
    isOne: (value) => typeof value === "number" && Number.isInteger(value) && value > 0,
  },
  transform: aFunction,
  aggregate: {
    expected: `a function, or one of ${aggregations.join(", ")}`,
    isOne: (value) => isFunction(value) || aggregations.some((name) => name === value),
  },
  checker: aFunction,
  target: anything,
};

/**
 * Files of evaluations run without a type check: what `evaluator()` cannot use is said before the first case has cost
 * anything.
 *
 * @throws {HoneyHiveError} `INVALID_EVALUATOR`
 */
export function checkEvaluator(given: unknown, settings: unknown): void {
  if (!isFunction(given) && !hasEvaluate(given)) {
    reject(`evaluator() to get a function or { name, evaluate }, got ${describeValue(given)}`);
  }
  if (!isPlainObject(settings)) {
    reject(`the settings of evaluator() to be an object, got ${describeValue(settings)}`);
  }
  for (const [name, value] of Object.entries(settings)) {
    if (!Object.hasOwn(kinds, name)) rejectUnknown(name);
    // Checked above.
    const { expected, isOne } = kinds[name as keyof EvaluatorSettings];
    if (value === undefined || isOne(value)) continue;
    reject(`\`${name}\` of evaluator() to be ${expected}, got ${describeValue(value)}`);
  }
  const { name = nameOf(given), asserts, target, checker } = settings as EvaluatorSettings;
  if (typeof name !== "string" || name === "") {
    reject("a name: `evaluator(fn, { name })`, as a function without one was given");
  }
  if (asserts === undefined && (target ?? checker) !== undefined) {
    reject(`\`asserts\` beside \`target\` and \`checker\` of "${name}", as nothing else asks them`);
  }
}

/** Of an instance of a class too. */
function hasEvaluate(given: unknown): boolean {
  return (
    typeof given === "object" &&
    given !== null &&
    isFunction((given as { readonly evaluate?: unknown }).evaluate)
  );
}

function nameOf(given: unknown): unknown {
  return (given as { readonly name?: unknown }).name;
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

function rejectUnknown(name: string): never {
  const names = Object.keys(kinds);
  const nearest = nearestName(name, names);
  throw new HoneyHiveError(
    "INVALID_EVALUATOR",
    `Unknown setting \`${name}\` for evaluator(). ` +
      (nearest === undefined
        ? `The settings are ${names.join(", ")}.`
        : `Did you mean \`${nearest}\`?`),
  );
}

function reject(expected: string): never {
  throw new HoneyHiveError(
    "INVALID_EVALUATOR",
    `Expected ${expected}. Correct the evaluator's settings.`,
  );
}
