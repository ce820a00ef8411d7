import type {
  CaseOutcome,
  DatapointMetric,
  DatapointResult,
  RunResult,
  UnscoredMetric,
} from "@honeyhive/contract";

import { caseOutcome } from "../runs/case-outcome.js";
import { datapointMetricKey } from "../runs/metric-key.js";
import { lazySearchText } from "../text/search-text.js";
import { groupTrials, toCaseTrials, trialNumber, type CaseTrial } from "./group-trials.js";

export interface CaseRow {
  /** The session, made unique where a client reused one. */
  readonly key: string;
  /** 1-based place of the case in the run; its trials share it. */
  readonly position: number;
  /** 1-based; undefined where each case is run once. */
  readonly trial: number | undefined;
  /** All trials of the case; empty where each case is run once. */
  readonly trials: readonly CaseTrial[];
  readonly result: DatapointResult;
  readonly outcome: CaseOutcome;
  readonly scores: ReadonlyMap<string, DatapointMetric | UnscoredMetric>;
  /** What a search looks through: all of it, where the columns show beginnings. Results of scores alone lack most of it. */
  readonly searchText: () => string;
}

/** The trials of a case stand together, cases in the order of the run. */
export function toCaseRows(result: Pick<RunResult, "datapoints">): readonly CaseRow[] {
  const seen = new Map<string, number>();
  return groupTrials(result.datapoints).flatMap((results, index) => {
    const trials = toCaseTrials(results);
    return results.map((datapoint): CaseRow => {
      const uses = (seen.get(datapoint.session_id) ?? 0) + 1;
      seen.set(datapoint.session_id, uses);
      return {
        key: uses === 1 ? datapoint.session_id : `${datapoint.session_id}~${uses}`,
        position: index + 1,
        trial: trialNumber(datapoint),
        trials,
        result: datapoint,
        outcome: caseOutcome(datapoint),
        scores: scoresOf(datapoint),
        searchText: lazySearchText(() => [
          datapoint.datapoint_id,
          datapoint.error,
          datapoint.inputs,
          datapoint.outputs,
          datapoint.ground_truth,
        ]),
      };
    });
  });
}

function scoresOf({ metrics, unscored = [] }: DatapointResult): CaseRow["scores"] {
  return new Map([...unscored, ...metrics].map((score) => [datapointMetricKey(score), score]));
}
