import { expect, it } from "vitest";

import type { CaseResult } from "../types/case-result.js";
import { describeExchange } from "./describe-exchange.js";

const describe = (result: Pick<CaseResult, "inputs"> & Partial<CaseResult>): string =>
  describeExchange(result as CaseResult);

it("tells a number from its text", () => {
  expect(describe({ inputs: { n: 2 }, outputs: 4, groundTruth: "4" })).toBe(
    'inputs {"n":2} · outputs 4 · expected "4"',
  );
});

it("says nothing of what there is not", () => {
  expect(describe({ inputs: { n: 2 }, outputs: "", groundTruth: undefined })).toBe(
    'inputs {"n":2} · outputs ""',
  );
  expect(describe({ inputs: { n: 2 }, outputs: undefined, groundTruth: null })).toBe(
    'inputs {"n":2} · expected null',
  );
});

it("shows where long outputs are not what was expected", () => {
  const same = "The capital of the country is a city with a name, and that name is ".repeat(3);
  expect(
    describe({ inputs: { n: 2 }, outputs: `${same}Oslo.`, groundTruth: `${same}Rome.` }),
  ).toMatch(/^inputs \{"n":2\} · outputs ….*is Oslo\." · expected ….*is Rome\."$/);
});

it("stays on one line, whatever the values are and however large", () => {
  const inputs = { text: "a\nb\u001b[31m".repeat(100_000), other: 10n };
  const line = describe({
    inputs,
    outputs: new Map([[1, "x".repeat(9000)]]),
    groundTruth: "\u009b",
  });
  expect(line.length).toBeLessThan(260);
  expect(line).toContain("inputs {");
  // oxlint-disable-next-line no-control-regex
  expect(line).not.toMatch(/[\u0000-\u001f\u009b]/);
});
