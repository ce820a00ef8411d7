import { compareCases, type ComparableCase } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { LoopTurns } from "../lib/loop-turns.js";
import { CaseComparisons, type ComparedRun } from "./case-comparisons.js";

/** A run with one case for each score. */
function runOf(scores: readonly (number | undefined)[], configuration = {}): ComparedRun {
  const cases = scores.map((value, index): ComparableCase => {
    const metric = { name: "latency", eventName: "ask", eventType: "chain", isOfCase: true };
    return { id: `case-${index}`, metrics: [{ ...metric, value }] };
  });
  return { cases, configuration };
}

/** What keeps the comparisons of one server. */
function comparing(): (
  newRun: ComparedRun,
  oldRun: ComparedRun,
) => ReturnType<CaseComparisons["compare"]> {
  const comparisons = new CaseComparisons();
  const turns = new LoopTurns();
  return (newRun, oldRun) => comparisons.compare(newRun, oldRun, turns);
}

test("what is compared again is what it was, and is not computed again", async () => {
  const compare = comparing();
  const [newRun, oldRun] = [runOf([1, 2, 3]), runOf([1, 1, 1])];
  const first = await compare(newRun, oldRun);
  expect(first).toEqual(compareCases(newRun.cases, oldRun.cases));
  expect(await compare(runOf([1, 2, 3]), runOf([1, 1, 1]))).toBe(first);
});

test("whatever a comparison depends on makes it another one", async () => {
  const compare = comparing();
  const [scores, others] = [
    [9, 8, 9, 8, 9, 8, 9, 8],
    [1, 2, 1, 2, 1, 2, 1, 2],
  ];
  const lower = { lower_is_better: ["latency"] };
  const verdictOf = (newRun: ComparedRun, oldRun: ComparedRun): Promise<string | undefined> =>
    compare(newRun, oldRun).then(({ metrics }) => metrics[0]?.verdict);
  expect(await verdictOf(runOf(scores), runOf(others))).toBe("better");
  expect(await verdictOf(runOf(others), runOf(scores))).toBe("worse");
  expect(await verdictOf(runOf(scores, lower), runOf(others))).toBe("worse");
  expect(await verdictOf(runOf(others), runOf(scores, lower))).toBe("better");
  expect(await verdictOf(runOf([...scores.slice(1), undefined]), runOf(others))).toBe("better");
  expect((await compare(runOf([...scores, 9]), runOf(others))).added).toEqual(["case-8"]);
});

test("only so many comparisons are kept, those that were used last", async () => {
  const compare = comparing();
  const many = (from: number): ComparedRun =>
    runOf(Array.from({ length: 12_000 }, (_, index) => from + index));
  const first = await compare(many(0), many(0));
  const second = await compare(many(1), many(1));
  expect(await compare(many(0), many(0))).toBe(first);
  await compare(many(2), many(2));
  expect(await compare(many(0), many(0))).toBe(first);
  expect(await compare(many(1), many(1))).not.toBe(second);
});

test("others have their turns while many cases are compared", async () => {
  const compare = comparing();
  const many = (seed: number): ComparedRun =>
    runOf(Array.from({ length: 8000 }, (_, index) => ((index * seed) % 1009) / 1009));
  let turns = 0;
  const counting = setInterval(() => turns++, 0);
  await compare(many(7), many(11));
  clearInterval(counting);
  expect(turns).toBeGreaterThan(1);
});
