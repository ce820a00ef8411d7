// How often a comparison raises a false alarm, what it can see, and how often its intervals hold the truth:
// `node bench/statistics/run.mjs [--runs 1000] [--only alarms|power|coverage] [--kind graded] [--cases 50]`. Every number comes from `compareRuns` as
// it is shipped; draws have a fixed seed. 1,000 runs take about two minutes.
import { parseArgs } from "node:util";

import { compareRuns } from "honeyhive";

const options = {
  runs: { type: "string", default: "1000" },
  only: { type: "string", default: "" },
  kind: { type: "string", default: "" },
  cases: { type: "string", default: "" },
};
const { values } = parseArgs({ options });
const isAsked = (part) => values.only === "" || values.only === part;
const isWanted = (kind) => values.kind === "" || values.kind === kind;
const sizesOf = (sizes) =>
  sizes.filter((size) => values.cases === "" || values.cases === `${size}`);
const runs = Number(values.runs);
const random = createRandom(20261121);

const kinds = {
  /** Right or wrong; how hard a case is differs from case to case. */
  binary: (shift) => {
    const ease = random();
    const pass = (chance) => random() < Math.min(1, Math.max(0, chance));
    return { old: pass(ease), new: pass(ease + shift) };
  },
  /** A grade from 0 to 1 with noise. */
  graded: (shift) => {
    const level = random();
    const grade = (center) => Math.min(1, Math.max(0, center + 0.2 * normal()));
    return { old: grade(level), new: grade(level + shift) };
  },
  /** A grade that changes in one case of five. */
  rare: (shift) => {
    const level = random();
    return { old: level, new: random() < 0.2 ? Math.min(1, random() + shift) : level };
  },
  /** A time or a price: few are very large. */
  skewed: (shift) => {
    const sample = () => Math.exp(normal());
    return { old: sample(), new: sample() * (1 + shift) };
  },
};
const judged = ["binary", "graded"];

console.log(`${runs} simulated comparisons a cell, a fifth of it with 5 metrics or 1,000 cases\n`);
console.log("False alarms (A/A: nothing has changed; at most 5 % wanted), ± one standard error");
const alarms = [];
for (const kind of isAsked("alarms") ? judged.filter(isWanted) : []) {
  for (const cases of sizesOf([20, 50, 200, 1000])) {
    for (const [metrics, trials] of cases > 50
      ? [[1, 1]]
      : [
          [1, 1],
          [1, 3],
          [5, 1],
          [5, 3],
        ]) {
      const count = metrics > 1 || cases > 200 ? Math.ceil(runs / 5) : runs;
      const rate = shareOfAlarms({ kind, cases, metrics, trials, shift: 0, count });
      const error = Math.sqrt((0.05 * 0.95) / count);
      alarms.push({ rate, error });
      const label = `${cases} cases × ${trials} trials, ${metrics} metrics`;
      console.log(`  ${kind.padEnd(7)} ${label.padEnd(36)} ${percent(rate)} ± ${percent(error)}`);
    }
  }
}

console.log("\nPower (share of runs in which a change of the mean is called better)");
for (const kind of isAsked("power") ? judged.filter(isWanted) : []) {
  for (const shift of [0.05, 0.1, 0.2]) {
    const cells = sizesOf([20, 50, 100, 200, 500]).map((cases) => {
      const count = Math.ceil(runs / 5);
      const rate = shareOfAlarms({ kind, cases, metrics: 1, trials: 1, shift, count });
      return `${cases}: ${percent(rate)}`;
    });
    console.log(`  ${kind.padEnd(7)} +${shift.toFixed(2)}   ${cells.join("   ")}`);
  }
}

console.log(
  "\nCoverage (share of 95 % intervals that hold the true difference; null: too few cases changed for one)",
);
for (const kind of isAsked("coverage") ? Object.keys(kinds).filter(isWanted) : []) {
  const truth = meanShift(kind, 0.1);
  for (const trials of kind === "binary" ? [1, 3] : [1]) {
    const cells = sizesOf([5, 10, 20, 50, 200]).map((cases) => {
      const count = Math.ceil(runs / 5);
      const { held, none } = shareOfCoverage({ kind, cases, trials, shift: 0.1, truth, count });
      return `${cases}: ${percent(held)}${none === 0 ? "" : ` (null ${percent(none)})`}`;
    });
    console.log(`  ${kind.padEnd(7)} × ${trials}   ${cells.join("   ")}`);
  }
}

// Three standard errors: what chance alone may add to a test that keeps its promise.
const broken = alarms.filter(({ rate, error }) => rate > 0.05 + 3 * error);
const worst = Math.max(0, ...alarms.map(({ rate }) => rate));
console.log(
  `\nHighest false-alarm rate ${percent(worst)}; ${broken.length} cells above 5 % by more than chance`,
);
process.exitCode = broken.length === 0 ? 0 : 1;

function shareOfAlarms({ kind, cases, metrics, trials, shift, count }) {
  let seen = 0;
  for (let run = 0; run < count; run++) {
    const names = Array.from({ length: metrics }, (_, index) => `m${index}`);
    const comparison = compareDrawn({ kind, cases, names, trials, shift });
    const isAlarm = comparison.metrics.some(({ verdict }) =>
      shift === 0 ? verdict === "better" || verdict === "worse" : verdict === "better",
    );
    if (isAlarm) seen++;
  }
  return seen / count;
}

/** Of the intervals there are: null holds nothing, and counts for nothing. */
function shareOfCoverage({ kind, cases, trials, shift, truth, count }) {
  let [held, none] = [0, 0];
  for (let run = 0; run < count; run++) {
    const [{ interval }] = compareDrawn({ kind, cases, names: ["m0"], trials, shift }).metrics;
    if (interval === null) none++;
    else if (interval.low <= truth && truth <= interval.high) held++;
  }
  return { held: held / (count - none), none: none / count };
}

/** What a shift comes to after values are kept between 0 and 1. */
function meanShift(kind, shift) {
  let total = 0;
  const draws = 1_000_000;
  for (let draw = 0; draw < draws; draw++) {
    const { old, new: current } = kinds[kind](shift);
    total += Number(current) - Number(old);
  }
  return total / draws;
}

function compareDrawn({ kind, cases, names, trials, shift }) {
  const pairs = Array.from({ length: cases }, (_, index) =>
    drawCase(kind, index, names, trials, shift),
  );
  return compareRuns(
    { name: "new", cases: pairs.flatMap((pair) => pair.new) },
    { name: "old", cases: pairs.flatMap((pair) => pair.old) },
  );
}

function drawCase(kind, index, names, trials, shift) {
  const sides = { old: [], new: [] };
  for (let trial = 0; trial < trials; trial++) {
    const draws = names.map((name) => [name, kinds[kind](shift)]);
    for (const side of ["old", "new"]) {
      const scores = draws.map(([name, draw]) => [name, { state: "scored", value: draw[side] }]);
      sides[side].push({ datapointId: `d${index}`, scores: Object.fromEntries(scores) });
    }
  }
  return sides;
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}

function normal() {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
