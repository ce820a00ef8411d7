// What evaluating costs beyond the evaluated function: `node bench/evaluate/run.mjs [--rounds 3] [--peers <folder>]`, some minutes.
// 10,000 and 100,000 cases of 1 ms, ten at a time, one scorer; each contestant in a process of its own. Peers are taken
// from a folder in which somebody ran `npm install braintrust`.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { startSink } from "../tracing/lib/sink-client.mjs";

const options = {
  rounds: { type: "string", default: "3" },
  peers: { type: "string" },
  small: { type: "string", default: "10000" },
};
const { values } = parseArgs({ options });
const small = Number(values.small);
const rounds = Number(values.rounds);
const large = small * 10;
const spansPerCase = 4;
const worker = fileURLToPath(new URL("worker.mjs", import.meta.url));
const goals = { cpuUs: 120, growth: 12, peakMb: 200 };

/** @param sessions whether every span is matched with its session, which the sink pays for */
async function measure(contestant, count, sessions = false) {
  const sink = await startSink();
  await sink.reset({ matchSessions: sessions ? "by marker" : false });
  const child = fork(worker, [contestant, String(count), sink.url, values.peers ?? "."], {
    env: environment(),
  });
  const exited = once(child, "exit");
  const [result] = await Promise.race([
    once(child, "message"),
    exited.then(([code]) => Promise.reject(new Error(`${contestant} ended with code ${code}.`))),
  ]);
  await exited;
  const counts = await sink.counts();
  sink.close();
  if (result.passed !== count)
    throw new Error(`${contestant}: ${result.passed} of ${count} passed.`);
  return { ...result, ...counts };
}

function environment() {
  const steering = /^(OTEL_|HH_|BRAINTRUST_|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !steering.test(name)));
}

const contestants = ["bare", "honeyhive", ...(values.peers === undefined ? [] : ["braintrust"])];
const found = new Map();
for (let round = 0; round < rounds; round++) {
  for (const contestant of contestants) {
    const known = found.get(contestant) ?? [];
    found.set(contestant, [...known, await measure(contestant, small)]);
  }
}
const median = (contestant, key) => {
  const sorted = found
    .get(contestant)
    .map((one) => one[key])
    .toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
};
console.log(`${small} cases, ${rounds} rounds, medians\n`);
console.log("| | wall s | CPU µs a case | above the bare loop | peak MB | spans taken |");
console.log("| --- | ---: | ---: | ---: | ---: | ---: |");
for (const contestant of contestants) {
  const { label } = await import(`./contestants/${contestant}.mjs`).catch(() => ({
    label: contestant,
  }));
  const cpu = median(contestant, "cpuUs") / small;
  const above = cpu - median("bare", "cpuUs") / small;
  console.log(
    `| ${label} | ${(median(contestant, "wallMs") / 1000).toFixed(2)} | ${cpu.toFixed(1)} | ${above.toFixed(1)} ` +
      `| ${median(contestant, "peakMb").toFixed(0)} | ${median(contestant, "spans")} |`,
  );
}

const matched = await measure("honeyhive", small, true);
const long = await measure("honeyhive", large);
const above = (median("honeyhive", "cpuUs") - median("bare", "cpuUs")) / small;
const growth = long.wallMs / median("honeyhive", "wallMs");
const verdicts = [
  [
    `CPU above the bare loop: ${above.toFixed(1)} µs a case`,
    above <= goals.cpuUs,
    `≤ ${goals.cpuUs}`,
  ],
  [`t(${large}) / t(${small}): ${growth.toFixed(1)}`, growth <= goals.growth, `≤ ${goals.growth}`],
  [
    `peak at ${small}: ${median("honeyhive", "peakMb").toFixed(0)} MB`,
    median("honeyhive", "peakMb") <= goals.peakMb,
    `≤ ${goals.peakMb}`,
  ],
  [
    `spans in a wrong session: ${matched.wrongSession} of ${matched.wrongSession + matched.rightSession}`,
    matched.wrongSession === 0 && matched.rightSession > small,
    "0",
  ],
  [
    `spans lost: ${small * spansPerCase - matched.spans}`,
    matched.spans === small * spansPerCase,
    "0",
  ],
];
console.log(
  `\n${large} cases: ${(long.wallMs / 1000).toFixed(1)} s, peak ${long.peakMb.toFixed(0)} MB\n`,
);
for (const [fact, isMet, goal] of verdicts)
  console.log(`${isMet ? "met " : "MISS"}  ${fact} (goal ${goal})`);
process.exitCode = verdicts.every(([, isMet]) => isMet) ? 0 : 1;
