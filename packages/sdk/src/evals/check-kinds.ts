import { describeValue, HoneyHiveError } from "../lib/errors.js";
import type { DatapointInput } from "./types/datapoint.js";
import type { EvaluateOptions } from "./types/evaluate-options.js";

interface Kind {
  readonly expected: string;
  readonly isOne: (value: unknown) => boolean;
}

const aBoolean: Kind = { expected: "true or false", isOne: (value) => typeof value === "boolean" };
const aFunction: Kind = { expected: "a function", isOne: (value) => typeof value === "function" };
const anArray: Kind = { expected: "an array", isOne: Array.isArray };
const anObject: Kind = {
  expected: "an object",
  isOne: (value) => isObject(value) && !Array.isArray(value),
};
const text: Kind = { expected: "text", isOne: isText };

/** Of options of which nothing more is asked, or elsewhere. */
const kinds = {
  name: text,
  baseline: text,
  resume: text,
  apiKey: text,
  serverUrl: text,
  project: text,
  metadata: anObject,
  tracing: anObject,
  instrumentors: anArray,
  reproduceCommand: {
    expected: "an array of words",
    isOne: (value) => Array.isArray(value) && value.every(isText),
  },
  onProgress: aFunction,
  retryErrors: aBoolean,
  disableTracing: aBoolean,
  handleSignals: {
    expected: 'true, false or "when-alone"',
    isOne: (value) => value === "when-alone" || typeof value === "boolean",
  },
  handleUncaught: aBoolean,
  journal: {
    expected: "the path of a folder, or false",
    isOne: (value) => value === false || (isText(value) && value !== ""),
  },
  signal: {
    expected: "an AbortSignal",
    isOne: (value) => isObject(value) && "aborted" in value && "addEventListener" in value,
  },
} satisfies Partial<Record<keyof EvaluateOptions<DatapointInput, unknown>, Kind>>;

/**
 * Programs without types are told before anything is read, created or spent. Undefined counts as omitted.
 *
 * @throws {HoneyHiveError} `INVALID_OPTION`
 */
export function checkKinds(options: object): void {
  for (const [name, { expected, isOne }] of Object.entries<Kind>(kinds)) {
    const value: unknown = Reflect.get(options, name);
    if (value === undefined || isOne(value)) continue;
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Expected \`${name}\` to be ${expected}, got ${describeValue(value)}. Correct or omit it.`,
    );
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
