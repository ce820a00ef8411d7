// Where the CPU goes on the whole way to the sink: `node bench/tracing/profile.mjs [contestant] [checkout]`.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadContestant } from "./contestants.mjs";
import { measureInProcess } from "./lib/launch.mjs";
import { selfTimes } from "./lib/self-times.mjs";
import { createTrees } from "./lib/trees.mjs";
import { loadMeasurement } from "./measurements.mjs";

const shown = 25;
const [, , name = "honeyhive", source] = process.argv;
const contestant = await loadContestant(name);
const tree = await createTrees(source)(contestant);
const { url, sizes } = await loadMeasurement("delivery");
const directory = await mkdtemp(join(tmpdir(), "honeyhive-profile-"));
try {
  const measured = await measureInProcess({
    contestant,
    tree,
    measurementUrl: url,
    sizes: { ...sizes.full, durationMs: 5000 },
    nodeOptions: ["--cpu-prof", "--cpu-prof-interval=200", `--cpu-prof-dir=${directory}`],
  });
  const [file] = await readdir(directory);
  const profile = JSON.parse(await readFile(join(directory, file), "utf8"));
  console.log(
    `${contestant.label}: ${measured.mainUs.toFixed(1)} µs of main thread a span, profiled`,
  );
  for (const { name, percent } of selfTimes(profile).slice(0, shown)) {
    console.log(`${percent.toFixed(1).padStart(5)} %  ${name}`);
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
