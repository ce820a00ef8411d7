import { expect, it } from "vitest";

import { evaluate } from "../../evaluate.js";
import type { DatapointInput } from "../../types/datapoint.js";
import { toCaseData } from "./case-data.js";

it("says in milliseconds what took less than a second", async () => {
  const result = await evaluate<DatapointInput, unknown>({
    disableTracing: true,
    journal: false,
    dataset: [{ inputs: { n: 1 } }],
    function: () => 1,
  });
  const cases = result.cases.map((one) => ({ ...one, durationMs: 32.4 }));
  expect(toCaseData({ ...result, cases }).map(({ time }) => time)).toEqual(["32 ms"]);
});
