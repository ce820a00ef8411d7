import { expect, it } from "vitest";

import type { Event, ExperimentRun } from "@honeyhive/contract";

import type { RunCase } from "./run-case.js";
import { toRunResult } from "./run-result.js";

it("weighs a case that was tried more often no more than the others", () => {
  const cases = [makeCase("a", 1), makeCase("a", 1), makeCase("a", 1), makeCase("b", 0)];
  // What the result needs of a run; the rest is passed through.
  const run = { status: "completed", passing_ranges: {} } as ExperimentRun;
  const [detail] = toRunResult(run, cases, "average").metrics.details;
  expect(detail).toMatchObject({ aggregate: 0.5, values: [1, 1, 1, 0], counted: 4, total: 4 });
});

function makeCase(datapointId: string, value: number): RunCase {
  return {
    id: datapointId,
    datapointId,
    wireId: datapointId,
    contentHash: null,
    sessionId: `session of ${datapointId}`,
    root: { duration: 1, inputs: {}, outputs: {} } as Event,
    outcome: "passed",
    error: null,
    groundTruth: undefined,
    scores: [
      {
        name: "exact",
        eventName: "answer",
        eventType: "chain",
        isOfCase: true,
        state: "scored",
        value,
        explanation: undefined,
      },
    ],
  };
}
