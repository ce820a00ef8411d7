// How often a comparison raises a false alarm, and what it can see: `node bench/statistics/run.mjs [--runs 1000], some minutes`.
// Every number comes from `compareRuns` as it is shipped; draws have a fixed seed.
import { parseArgs } from "node:util";

import { compareRuns } from "honeyhive";

const { values } = parseArgs({ options: { runs: { type: "string", default: "1000" } } });
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
};

console.log(`${runs} simulated comparisons a row\n`);
console.log("False alarms (A/A: nothing has changed; at most 5 % wanted)");
const alarms = [];
for (const kind of Object.keys(kinds)) {
  for (const cases of [20, 50]) {
    for (const metrics of [1, 5]) {
      for (const trials of [1, 3]) {
        const rate = shareOfAlarms({ kind, cases, metrics, trials, shift: 0 });
        alarms.push(rate);
        const label = `${cases} cases × ${trials} trials, ${metrics} metrics`;
        console.log(`  ${kind.padEnd(7)} ${label.padEnd(36)} ${percent(rate)}`);
      }
    }
  }
}

console.log("\nPower (share of runs in which a change of the mean is called better)");
for (const kind of Object.keys(kinds)) {
  for (const shift of [0.05, 0.1, 0.2]) {
    const cells = [20, 50, 100, 200].map((cases) => {
      const rate = shareOfAlarms({ kind, cases, metrics: 1, trials: 1, shift });
      return `${cases}: ${percent(rate)}`;
    });
    console.log(`  ${kind.padEnd(7)} +${shift.toFixed(2)}   ${cells.join("   ")}`);
  }
}

// Three standard errors of a share of 5 %: what chance alone may add to a test that keeps its promise.
const allowed = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs);
const worst = Math.max(...alarms);
console.log(
  `\nHighest false-alarm rate ${percent(worst)}; allowed with the error of simulation ${percent(allowed)}`,
);
process.exitCode = worst <= allowed ? 0 : 1;

function shareOfAlarms({ kind, cases, metrics, trials, shift }) {
  let count = 0;
  for (let run = 0; run < runs; run++) {
    const names = Array.from({ length: metrics }, (_, index) => `m${index}`);
    const pairs = Array.from({ length: cases }, (_, index) =>
      drawCase(kind, index, names, trials, shift),
    );
    const comparison = compareRuns(
      toRun(
        "new",
        names,
        pairs.flatMap((pair) => pair.new),
      ),
      toRun(
        "old",
        names,
        pairs.flatMap((pair) => pair.old),
      ),
    );
    const isAlarm = comparison.metrics.some(({ verdict }) =>
      shift === 0 ? verdict === "better" || verdict === "worse" : verdict === "better",
    );
    if (isAlarm) count++;
  }
  return count / runs;
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

function toRun(name, names, cases) {
  return { name, cases, metrics: names.map((metric) => ({ name: metric })) };
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
