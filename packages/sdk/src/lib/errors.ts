export type HoneyHiveErrorCode =
  | "INVALID_OPTION"
  | "INVALID_DATASET"
  | "INVALID_EVALUATOR"
  | "UNAUTHORIZED"
  | "RUN_NOT_CREATED"
  | "NO_CASES_SELECTED"
  | "CASE_TIMED_OUT"
  | "CANCELLED"
  | "DATA_LOST"
  | "REDACTION_FAILED";

/** Every error that the SDK throws at its user. The message says what was expected, what came and what to do. */
export class HoneyHiveError extends Error {
  override readonly name = "HoneyHiveError";
  readonly code: HoneyHiveErrorCode;

  constructor(code: HoneyHiveErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A short, safe picture of a value for an error message. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return `\`${value}\``;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "string") return `\`"${value.slice(0, 60)}"\` (string)`;
  if (typeof value === "number" || typeof value === "boolean")
    return `\`${value}\` (${typeof value})`;
  return typeof value === "object" ? "an object" : `a value of type ${typeof value}`;
}
