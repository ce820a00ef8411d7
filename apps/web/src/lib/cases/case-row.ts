import type { CaseOutcome, DatapointMetric, DatapointResult, RunResult } from "@honeyhive/contract";

import { caseOutcome } from "../case-outcome.js";
import { datapointMetricKey } from "../metric-key.js";
import { previewValue } from "../preview-value.js";

export interface CaseRow {
  /** The session, made unique where a client reused one. */
  readonly key: string;
  /** 1-based place in the run. */
  readonly position: number;
  readonly result: DatapointResult;
  readonly outcome: CaseOutcome;
  readonly inputs: string;
  readonly outputs: string;
  readonly groundTruth: string;
  readonly scores: ReadonlyMap<string, DatapointMetric>;
}

export function toCaseRows(result: Pick<RunResult, "datapoints">): readonly CaseRow[] {
  const seen = new Map<string, number>();
  return result.datapoints.map((datapoint, index) => {
    const uses = (seen.get(datapoint.session_id) ?? 0) + 1;
    seen.set(datapoint.session_id, uses);
    return {
      key: uses === 1 ? datapoint.session_id : `${datapoint.session_id}~${uses}`,
      position: index + 1,
      result: datapoint,
      outcome: caseOutcome(datapoint),
      inputs: previewValue(datapoint.inputs),
      outputs: previewValue(datapoint.outputs),
      groundTruth: previewValue(datapoint.ground_truth),
      scores: new Map(datapoint.metrics.map((metric) => [datapointMetricKey(metric), metric])),
    };
  });
}
