import { expect } from "vitest";

import { evaluationMatchers, type EvaluationMatchers } from "./matchers.js";

export { evalTest, type DefineEvalTest, type EvalTest, type EvalTestOptions } from "./eval-test.js";
export type { EvaluationMatchers };

declare module "vitest" {
  interface Matchers<T> extends EvaluationMatchers<T> {}
}

// What this module is for: whoever imports it has the matchers.
expect.extend(evaluationMatchers);
