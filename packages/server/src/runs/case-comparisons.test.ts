import { compareCases, type ComparableCase } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { CaseComparisons, type ComparedRun } from "./case-comparisons.js";

/** A run with one case for each score. */
function runOf(scores: readonly (number | undefined)[], configuration = {}): ComparedRun {
  const cases = scores.map((value, index): ComparableCase => {
    const metric = { name: "latency", eventName: "ask", eventType: "chain", isOfCase: true };
    return { id: `case-${index}`, metrics: [{ ...metric, value }] };
  });
  return { cases, configuration };
}

test("what is compared again is what it was, and is not computed again", () => {
  const comparisons = new CaseComparisons();
  const [newRun, oldRun] = [runOf([1, 2, 3]), runOf([1, 1, 1])];
  const first = comparisons.compare(newRun, oldRun);
  expect(first).toEqual(compareCases(newRun.cases, oldRun.cases));
  expect(comparisons.compare(runOf([1, 2, 3]), runOf([1, 1, 1]))).toBe(first);
});

test("whatever a comparison depends on makes it another one", () => {
  const comparisons = new CaseComparisons();
  const [scores, others] = [
    [9, 8, 9, 8, 9, 8, 9, 8],
    [1, 2, 1, 2, 1, 2, 1, 2],
  ];
  const lower = { lower_is_better: ["latency"] };
  const verdictOf = (newRun: ComparedRun, oldRun: ComparedRun): string | undefined =>
    comparisons.compare(newRun, oldRun).metrics[0]?.verdict;
  expect(verdictOf(runOf(scores), runOf(others))).toBe("better");
  expect(verdictOf(runOf(others), runOf(scores))).toBe("worse");
  expect(verdictOf(runOf(scores, lower), runOf(others))).toBe("worse");
  expect(verdictOf(runOf(others), runOf(scores, lower))).toBe("better");
  expect(verdictOf(runOf([...scores.slice(1), undefined]), runOf(others))).toBe("better");
  expect(comparisons.compare(runOf([...scores, 9]), runOf(others)).added).toEqual(["case-8"]);
});

test("only so many comparisons are kept, those that were used last", () => {
  const comparisons = new CaseComparisons();
  const many = (from: number): ComparedRun =>
    runOf(Array.from({ length: 12_000 }, (_, index) => from + index));
  const first = comparisons.compare(many(0), many(0));
  const second = comparisons.compare(many(1), many(1));
  expect(comparisons.compare(many(0), many(0))).toBe(first);
  comparisons.compare(many(2), many(2));
  expect(comparisons.compare(many(0), many(0))).toBe(first);
  expect(comparisons.compare(many(1), many(1))).not.toBe(second);
});
