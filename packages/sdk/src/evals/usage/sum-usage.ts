import type { CaseResult } from "../types/case-result.js";
import type { ModelUsage, RunUsage } from "../types/model-usage.js";
import { addUsage } from "./add-usage.js";

/** Undefined where no case says anything. */
export function sumUsage(cases: readonly Pick<CaseResult, "usage">[]): RunUsage | undefined {
  let sum: ModelUsage | undefined;
  let count = 0;
  for (const { usage } of cases) {
    if (usage === undefined) continue;
    sum = addUsage(sum, usage);
    count++;
  }
  return sum === undefined ? undefined : { ...sum, cases: count };
}
