import { expect, test } from "vitest";

import { importColumns } from "./import-columns.js";

test("tells ids, inputs, ground truth and metadata apart, and how many rows have each", () => {
  const rows = [
    { id: "a", inputs: { q: 1, lang: "en" }, groundTruth: { q: 2 } },
    { inputs: { q: 3 }, groundTruth: "whole" },
    { inputs: { q: 4 }, metadata: { lang: "de" } },
  ];
  const told = importColumns(rows).map(({ part, name, count, value }) => [
    `${part} ${name} ${count}`,
    rows.map(value),
  ]);
  expect(told).toEqual([
    ["id id 1", ["a", undefined, undefined]],
    ["inputs q 3", [1, 3, 4]],
    ["inputs lang 1", ["en", undefined, undefined]],
    ["ground truth ground_truth 1", [undefined, "whole", undefined]],
    ["ground truth ground_truth.q 1", [2, undefined, undefined]],
    ["metadata metadata.lang 1", [undefined, undefined, "de"]],
  ]);
});
