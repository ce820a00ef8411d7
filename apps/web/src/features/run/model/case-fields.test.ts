import { expect, test } from "vitest";

import { toCaseRows } from "../../../lib/cases/case-row.js";
import { toJsonFile } from "../../../lib/files/table-file.js";
import { makeResult, scoreKey } from "../../../testing/make-result.js";
import { caseFields } from "./case-fields.js";

test("a file says all of a case, and nothing where there is no score", () => {
  const scored = makeResult({
    datapoint_id: "a",
    score: 0.5,
    inputs: { question: "?" },
    usage: { total_tokens: 12, cost_usd: 0.25 },
  });
  const unscored = makeResult({ datapoint_id: "b", outcome: "errored", error: "too late" });
  const fields = caseFields(new Map([[scoreKey, "score"]]));
  const file = toJsonFile(toCaseRows({ datapoints: [scored, unscored] }), fields);
  expect(JSON.parse(file.text)).toMatchObject([
    { case: "a", outcome: "passed", inputs: { question: "?" }, score: 0.5, tokens: 12, cost: 0.25 },
    { case: "b", outcome: "errored", error: "too late" },
  ]);
  expect(file.text.match(/"score":/g)).toHaveLength(1);
});
