import { writeFile } from "node:fs/promises";

import { loadContestant } from "./contestants.mjs";
import { judgeGoals } from "./lib/goals.mjs";
import { measureInProcess } from "./lib/launch.mjs";
import { describeMachine } from "./lib/machine.mjs";
import { readOptions, usage } from "./lib/options.mjs";
import { renderGoals, renderMeasurement } from "./lib/report.mjs";
import { createResults } from "./lib/results.mjs";
import { createTrees } from "./lib/trees.mjs";
import { loadMeasurement } from "./measurements.mjs";

const options = readOptions(process.argv.slice(2));
if (options.wantsHelp) {
  console.log(usage);
  process.exit();
}
const measurements = await Promise.all(options.measurements.map(loadMeasurement));
const contestants = await Promise.all(options.contestants.map(loadContestant));
const prepare = await prepareTrees();
const results = createResults();
const startedOn = describeMachine();
let isStopping = false;
process.once("SIGINT", () => (isStopping = true));

for (let round = 0; round < options.rounds; round++) {
  for (const measurement of measurements) {
    if (round >= measurement.maxRounds || isStopping) continue;
    await runRound(measurement, round);
  }
}
print();
if (options.jsonFile !== undefined) {
  const all = { startedOn, endedOn: describeMachine(), rounds: options.rounds, results };
  await writeFile(options.jsonFile, `${JSON.stringify(all, undefined, 2)}\n`);
}

/** Every contestant once, in an order that moves on with each round. */
async function runRound(measurement, round) {
  const able = contestants.filter(
    ({ idleName, name }) => !(measurement.isTracedOnly && name === idleName),
  );
  const shift = round % able.length;
  const order = [...able.slice(shift), ...able.slice(0, shift)];
  console.error(`Round ${round + 1} of ${options.rounds}: ${measurement.name}`);
  if (measurement.isParallel) {
    await Promise.all(order.map((contestant) => runOnce(measurement, contestant)));
    return;
  }
  for (const contestant of order) await runOnce(measurement, contestant);
}

async function runOnce(measurement, contestant) {
  const sizeName = options.sizeNames.find((name) => name in measurement.sizes);
  const setting = { ...prepare.get(contestant.name), sizes: measurement.sizes[sizeName] };
  try {
    const measured =
      measurement.fromOutside === undefined
        ? await measureInProcess({ ...setting, measurementUrl: measurement.url })
        : await measurement.fromOutside(setting);
    results.add(measurement.name, contestant.name, measured);
  } catch (error) {
    console.error(`${contestant.name}, ${measurement.name}: ${error.message}`);
  }
}

/** @returns what a measurement needs to know, by contestant */
async function prepareTrees() {
  const ensureTree = createTrees(options.source);
  const settings = new Map();
  for (const contestant of contestants) {
    const idle = await loadContestant(contestant.idleName);
    settings.set(contestant.name, {
      contestant,
      tree: await ensureTree(contestant),
      idle,
      idleTree: await ensureTree(idle),
    });
  }
  return settings;
}

function print() {
  console.log(
    `${startedOn}\nRounds: ${options.rounds}, medians (min–max); × is the ratio to OTel 2.12, OTLP/JSON, on the same Node.`,
  );
  for (const measurement of measurements) {
    console.log(`\n${renderMeasurement(measurement, contestants, results)}`);
  }
  console.log(`\n${renderGoals(judgeGoals(results))}`);
}
