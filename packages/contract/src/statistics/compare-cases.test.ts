import { describe, expect, it } from "vitest";

import type { CaseUsage } from "../runs/case-usage.js";
import { readLowerIsBetter } from "./lower-is-better.js";
import { compareCases, type CaseMetric, type ComparableCase } from "./compare-cases.js";

const metric = (value: number | undefined, more: Partial<CaseMetric> = {}): CaseMetric => ({
  name: "exact",
  eventName: "answer",
  eventType: "chain",
  isOfCase: true,
  value,
  ...more,
});

const one = (
  id: string,
  metrics: readonly CaseMetric[] = [],
  more: Partial<ComparableCase> = {},
): ComparableCase => ({ id, metrics, ...more });

describe("cases", () => {
  it("are in exactly one of four lists", () => {
    const before = [
      one("same", [], { contentHash: "1" }),
      one("edited", [], { contentHash: "1" }),
      one("removed"),
      one("unhashed"),
    ];
    const now = [
      one("added"),
      one("edited", [], { contentHash: "2" }),
      one("same", [], { contentHash: "1" }),
      one("unhashed", [], { contentHash: "3" }),
    ];
    expect(compareCases(now, before)).toMatchObject({
      common: ["same", "unhashed"],
      added: ["added"],
      removed: ["removed"],
      edited: ["edited"],
    });
  });

  it("of another SDK are paired by what the wire calls them", () => {
    const now = [
      one("content-a", [metric(1)], { wireId: "EXT-a0" }),
      one("content-b", [metric(0)], { wireId: "EXT-b1" }),
    ];
    const before = [one("EXT-a0", [metric(0)], { wireId: "EXT-a0" }), one("EXT-c2", [])];
    const comparison = compareCases(now, before);
    expect(comparison).toMatchObject({
      common: ["content-a"],
      added: ["content-b"],
      removed: ["EXT-c2"],
    });
    expect(comparison.metrics[0]?.pairs).toEqual([{ id: "content-a", old: 0, new: 1 }]);
    expect(compareCases(before, now)).toMatchObject({ common: ["EXT-a0"], added: ["EXT-c2"] });
  });

  it("with ids of their own are never paired by another's wire id", () => {
    const now = [one("a", [], { wireId: "EXT-x" })];
    const before = [one("b", [], { wireId: "EXT-x" })];
    expect(compareCases(now, before)).toMatchObject({ common: [], added: ["a"], removed: ["b"] });
  });

  it("that were deleted on the server and pushed again are paired by their content", () => {
    const hosted = (id: string, contentHash: string, value: number): ComparableCase =>
      one(id, [metric(value)], { wireId: id, contentHash });
    const before = [hosted("1", "x", 0), hosted("2", "twice", 0), hosted("3", "twice", 1)];
    const now = [hosted("4", "x", 1), hosted("5", "twice", 1), hosted("6", "new", 1)];
    const comparison = compareCases(now, before);
    expect(comparison).toMatchObject({ common: ["4", "5"], added: ["6"], removed: ["3"] });
    expect(comparison.metrics[0]?.pairs).toEqual([
      { id: "4", old: 0, new: 1 },
      { id: "5", old: 0, new: 1 },
    ]);
  });

  it("that were given ids are never paired by content", () => {
    const now = [one("a", [], { wireId: "EXT-a", contentHash: "1" })];
    const before = [one("b", [], { wireId: "EXT-b", contentHash: "1" })];
    expect(compareCases(now, before)).toMatchObject({ common: [], added: ["a"], removed: ["b"] });
  });

  it("are worse for more of what should be less, in metrics of cases alone", () => {
    const ids = Array.from({ length: 10 }, (_, index) => `d${index}`);
    const make = (value: number): ComparableCase[] =>
      ids.map((id) => one(id, [metric(value), metric(value, { name: "t.p95", isOfCase: false })]));
    const isLess = readLowerIsBetter({ lower_is_better: ["t", 5] }, undefined);
    const named = (name: string): ComparableCase[] =>
      ids.map((id, index) => one(id, [metric(name === "old" ? 1 : index + 2, { name: "t.p95" })]));
    expect(compareCases(named("new"), named("old"), isLess).metrics).toMatchObject([
      { name: "t.p95", verdict: "worse" },
    ]);
    expect(compareCases(make(2), make(1), isLess).metrics).toMatchObject([
      { name: "exact", verdict: "better" },
      { name: "t.p95", isOfCase: false, verdict: "better" },
    ]);
    expect(readLowerIsBetter({ lower_is_better: "t" })("t")).toBe(false);
  });

  it("are averaged over their trials first", () => {
    const now = [one("a", [metric(1)]), one("a", [metric(0)]), one("b", [metric(1)])];
    const before = [one("a", [metric(0)]), one("b", [metric(1)])];
    expect(compareCases(now, before).metrics[0]).toMatchObject({
      pairs: [
        { id: "a", old: 0, new: 0.5 },
        { id: "b", old: 1, new: 1 },
      ],
      difference: 0.25,
    });
  });
});

describe("metrics", () => {
  it("of steps are told apart by their events, those of the case are not", () => {
    const step = (eventName: string, value: number): CaseMetric =>
      metric(value, { eventName, eventType: "tool", isOfCase: false });
    const now = [
      one("a", [metric(1, { eventName: "renamed" }), step("search", 1), step("rank", 0)]),
    ];
    const before = [one("a", [metric(0), step("search", 0), step("rank", 1)])];
    const compared = compareCases(now, before).metrics;
    expect(compared.map((row) => [row.eventName, row.presence, row.difference])).toEqual([
      ["renamed", "both", 1],
      ["search", "both", 1],
      ["rank", "both", -1],
    ]);
  });

  it("that only one run has are listed with their mean there, and not judged", () => {
    const now = [one("a", [metric(1, { name: "new" })]), one("b", [metric(0, { name: "new" })])];
    const before = [one("a", [metric(1, { name: "old" })])];
    expect(compareCases(now, before).metrics).toMatchObject([
      { name: "new", presence: "new", newMean: 0.5, oldMean: null, verdict: "cannot-tell" },
      { name: "old", presence: "old", newMean: null, oldMean: 1, pValue: null },
    ]);
  });

  it("without a single value are listed too", () => {
    const text = [one("a", [metric(undefined)])];
    expect(compareCases(text, text).metrics).toMatchObject([
      { name: "exact", presence: "both", pairs: [], verdict: "cannot-tell", interval: null },
    ]);
  });

  it("that a correction leaves open say how many cases that takes, and all that it takes more", () => {
    const cases = (right: (index: number) => number, others: readonly string[]): ComparableCase[] =>
      Array.from({ length: 10 }, (_, index) =>
        one(`d${index}`, [
          metric(right(index)),
          ...others.map((name) => metric(right(index), { name })),
        ]),
      );
    const before = (names: readonly string[]): ComparableCase[] => cases(() => 0, names);
    const now = (names: readonly string[]): ComparableCase[] =>
      cases((index) => Number(index < 6), names);
    const judge = (names: readonly string[]): unknown[] =>
      compareCases(now(names), before(names)).metrics.map((one) => [one.verdict, one.neededCount]);
    expect(judge([])).toEqual([["better", null]]);
    // Seven of twelve changes, all in one direction: 2 · 0.5⁷ < 2.5 %.
    expect(judge(["second"])).toEqual([
      ["cannot-tell", 12],
      ["cannot-tell", 12],
    ]);
    const few = (names: readonly string[]): ComparableCase[] =>
      cases((index) => Number(index < 2), names);
    const needed = (names: readonly string[]): number | null | undefined =>
      compareCases(few(names), before(names)).metrics[0]?.neededCount;
    expect(needed([])).toBe(35);
    // (2.576 + 0.842)² for one of five questions, where (1.960 + 0.842)² is for one.
    expect(needed(["b", "c", "d", "e"])).toBe(52);
  });

  it("have the same numbers whatever the order of the cases", () => {
    const make = (count: number): ComparableCase[][] => [
      Array.from({ length: count }, (_, n) => one(`d${n}`, [metric(((n * 7) % 11) / 11)])),
      Array.from({ length: count }, (_, n) => one(`d${n}`, [metric(((n * 5) % 13) / 13)])),
    ];
    const [now = [], before = []] = make(60);
    const [straight] = compareCases(now, before).metrics;
    const [reversed] = compareCases(now.toReversed(), before).metrics;
    expect(reversed?.pValue).toBe(straight?.pValue);
    expect(reversed?.interval).toEqual(straight?.interval);
  });
});

describe("what cases took", () => {
  const took = (count: number, usage: (index: number) => CaseUsage): ComparableCase[] =>
    Array.from({ length: count }, (_, index) =>
      one(String(index), [metric(1)], { usage: usage(index) }),
    );

  it("is compared where both runs say it, and less of it is better", () => {
    const before = took(12, (index) => ({ duration_ms: 100 + index, total_tokens: 50 }));
    const now = took(12, (index) => ({ duration_ms: 50 + index, total_tokens: 50, cost_usd: 1 }));
    const { usage, metrics } = compareCases(now, before);
    expect(
      usage.map(({ name, verdict, oldMean, newMean, pairs }) => [
        name,
        verdict,
        oldMean,
        newMean,
        pairs.length,
      ]),
    ).toEqual([
      ["duration_ms", "better", 105.5, 55.5, 12],
      ["total_tokens", "same", 50, 50, 12],
    ]);
    expect(metrics.map(({ name }) => name)).toEqual(["exact"]);
  });

  it("makes no verdict on scores less certain", () => {
    const scored = (score: (index: number) => number, usage: CaseUsage): ComparableCase[] =>
      Array.from({ length: 6 }, (_, index) =>
        one(String(index), [metric(score(index))], { usage }),
      );
    const usage = { duration_ms: 10, total_tokens: 5, cost_usd: 0.5 };
    const [before, now] = [scored(() => 0, usage), scored(() => 1, { ...usage, duration_ms: 11 })];
    const [exact] = compareCases(now, before).metrics;
    const exactly = expect.closeTo(0.03125, 9);
    expect(exact).toMatchObject({ verdict: "better", pValue: exactly, adjustedPValue: exactly });
  });

  it("is an amount, also where it is 0 or 1 in all cases", () => {
    const free = took(8, (index) => ({ cost_usd: index % 2 }));
    const [cost] = compareCases(free, free).usage;
    expect(cost).toMatchObject({ verdict: "same", difference: 0, interval: null });
  });
});

describe("labels", () => {
  const label = (text: string | undefined): CaseMetric => metric(undefined, { label: text });
  const labelsOf = (now: readonly ComparableCase[], before: readonly ComparableCase[]): unknown => {
    const [compared] = compareCases(now, before).metrics;
    return { ...compared?.labels, verdict: compared?.verdict, pairs: compared?.pairs.length };
  };

  it("that changed are counted, and called neither better nor worse", () => {
    const before = [one("a", [label("x")]), one("b", [label("x")]), one("c", [label("x")])];
    const now = [one("b", [label("y")]), one("a", [label("x")]), one("c", [label(undefined)])];
    expect(labelsOf(now, before)).toEqual({
      paired: 2,
      changed: 1,
      changedIds: ["b"],
      verdict: "cannot-tell",
      pairs: 0,
    });
  });

  it("that are what they were are the same, however their trials are sorted", () => {
    const trials = ["x", "y", "x"].map((text, trial) => one("a", [label(text)], { trial }));
    const same = { paired: 3, changed: 0, changedIds: [], verdict: "same", pairs: 0 };
    expect(labelsOf(trials.toReversed(), trials)).toEqual(same);
    expect(labelsOf(trials, [one("a", [label("x")])])).toEqual({ ...same, paired: 1 });
    const unnumbered = ["x", "y"].map((text) => one("a", [label(text)]));
    expect(labelsOf(trials.slice(0, 2), unnumbered)).toEqual({ ...same, paired: 2 });
  });

  it("of edited cases, and of one run alone, are compared with nothing", () => {
    const before = [one("a", [label("x")], { contentHash: "1" }), one("b")];
    const now = [one("a", [label("y")], { contentHash: "2" }), one("b", [label("z")])];
    expect(labelsOf(now, before)).toEqual({ verdict: "cannot-tell", pairs: 0 });
  });

  it("leave the verdict to the scores, where there are some", () => {
    const run = (text: string, score: number): ComparableCase[] => [
      one("a", [label(text)]),
      one("b", [metric(score)]),
    ];
    expect(labelsOf(run("x", 1), run("x", 0))).toMatchObject({
      changed: 0,
      verdict: "cannot-tell",
      pairs: 1,
    });
  });
});
