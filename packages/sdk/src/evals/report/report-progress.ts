import { createLogger } from "../../logger.js";
import { describeError } from "../../wrap/record-error.js";
import type { CaseResult, EvaluateProgress } from "../types.js";

/** Tells the caller of each case that has ended. A caller that throws is warned once, and the run goes on. */
export function progressReporter(
  onProgress: ((progress: EvaluateProgress) => void) | undefined,
  total: number,
): (latest: CaseResult) => void {
  const logger = createLogger({ isVerbose: false });
  let completed = 0;
  return (latest) => {
    completed++;
    try {
      onProgress?.({ completed, total, latest });
    } catch (error) {
      logger.warnOnce("progress", `\`onProgress\` failed: ${describeError(error).message}`);
    }
  };
}
