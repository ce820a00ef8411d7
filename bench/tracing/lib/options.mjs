import { parseArgs } from "node:util";

import { defaultNames } from "../contestants.mjs";
import { measurementNames } from "../measurements.mjs";

export const usage = `node bench/tracing/run.mjs [options]

  --only hot,nest          measurements: ${measurementNames.join(", ")}
  --contestants a,b        ${defaultNames.join(", ")}
  --rounds N               default 3
  --long                   the outage lasts 30 s instead of 10
  --quick                  tiny sizes: whether it runs, not how fast
  --source DIR             the checkout to take honeyhive from; default: this one
  --json FILE              writes everything that was measured

Ctrl-C ends the run after the measurement that is going on, and prints what there is.
`;

export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: "string", default: measurementNames.join(",") },
      contestants: { type: "string", default: defaultNames.join(",") },
      rounds: { type: "string", default: "3" },
      long: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      source: { type: "string" },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`Expected --rounds to be a positive integer, got \`${values.rounds}\`.`);
  }
  return {
    measurements: values.only.split(","),
    contestants: values.contestants.split(","),
    rounds,
    sizeNames: sizeNames(values),
    source: values.source,
    jsonFile: values.json,
    wantsHelp: values.help,
  };
}

/** Sizes to look for, best first: not every measurement has all of them. */
function sizeNames({ quick, long }) {
  if (quick) return ["quick"];
  return long ? ["long", "full"] : ["full"];
}
