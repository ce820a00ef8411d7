import { HoneyHiveError, type HoneyHiveErrorCode } from "./errors.js";

/** Tells the program about a problem that the SDK does not throw. */
export type ReportProblem = (
  code: HoneyHiveErrorCode,
  message: string,
  options?: ErrorOptions,
) => void;

/** What the program's own hook throws stays there. */
export function createReporter(
  onError: ((error: HoneyHiveError) => void) | undefined,
): ReportProblem {
  return (code, message, options) => {
    try {
      onError?.(new HoneyHiveError(code, message, options));
    } catch {
      // A failing hook must not fail the host.
    }
  };
}
