import type { RunComparison, RunResult } from "@honeyhive/contract";

import type { WholeResult } from "../../lib/api/use-run-result.js";
import type { RunPair } from "./queries.js";

/** Two runs and what the server says of them. */
export interface CompareContent {
  readonly pair: RunPair;
  readonly comparison: RunComparison;
  readonly newResult: RunResult;
  readonly oldResult: RunResult;
  readonly whole: WholeResult;
}
