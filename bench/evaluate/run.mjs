// What evaluating costs beyond the evaluated function: `node bench/evaluate/run.mjs [--rounds 3] [--peers <folder>]`, some minutes.
// 10,000 and 100,000 cases of 1 ms, ten at a time, one scorer; each contestant in a process of its own. What a case costs
// is judged beside raw OpenTelemetry and, with `--peers`, beside them (docs/decisions/0022). Peers are taken from a folder in
// which somebody ran
//   npm install braintrust @langfuse/client @langfuse/otel @langfuse/tracing @opentelemetry/sdk-node @arizeai/phoenix-client langsmith
// `--no-large` leaves the 100,000 cases out.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { loadContestant } from "../tracing/contestants.mjs";
import { createTrees } from "../tracing/lib/trees.mjs";
import { targets } from "./lib/targets.mjs";

const options = {
  rounds: { type: "string", default: "3" },
  peers: { type: "string" },
  small: { type: "string", default: "10000" },
  "no-large": { type: "boolean", default: false },
};
const { values } = parseArgs({ options });
const small = Number(values.small);
const rounds = Number(values.rounds);
const large = small * 10;
const spansPerCase = 4;
const worker = fileURLToPath(new URL("worker.mjs", import.meta.url));
const goals = { growth: 12, peakMb: 200 };
/** µs of CPU for each case above the bare loop, where and when the goal was set, and what others took there. */
const goalUs = 120;
const referenceUs = { "opentelemetry server": 75, braintrust: 62, phoenix: 49, langfuse: 280 };

/** Programs, and where they send to. */
const raw = [
  ["opentelemetry", "server"],
  ["opentelemetry", "sink"],
];
const ours = [
  ["honeyhive", "server"],
  ["honeyhive", "sink"],
  ["honeyhive", "hosted"],
];
const peers = ["braintrust", "phoenix", "langfuse", "langsmith"].map((name) => [name, "sink"]);
const contestants = [
  ["bare", "sink"],
  ...raw,
  ...ours,
  ...(values.peers === undefined ? [] : peers),
];
const labels = {
  server: "stored by our server",
  sink: "sent to a sink that takes batches",
  hosted: "sent to a sink that takes none",
};

const install = createTrees();
const folders = {
  bare: ".",
  /** What would be published of this checkout. */
  honeyhive: (await install(await loadContestant("honeyhive"))).directory,
  opentelemetry: (await install(await loadContestant("otel2"))).directory,
};

async function measure(contestant, targetName, wanted, settings = {}) {
  const { label, maxCases = wanted } = await import(`./contestants/${contestant}.mjs`);
  const count = Math.min(wanted, maxCases);
  const { url, apiKey, settle } = await targets[targetName](settings);
  const packages = folders[contestant] ?? values.peers;
  const told = { contestant, count, url, apiKey, packages };
  const child = fork(worker, [JSON.stringify(told)], { env: environment() });
  const exited = once(child, "exit");
  const [result] = await Promise.race([
    once(child, "message"),
    exited.then(([code]) => Promise.reject(new Error(`${contestant} ended with code ${code}.`))),
  ]);
  await exited;
  const counts = await settle();
  if (result.passed !== count)
    throw new Error(`${contestant}: ${result.passed} of ${count} passed.`);
  return {
    ...result,
    ...counts,
    count,
    label:
      contestant in folders && contestant !== "bare" ? `${label}, ${labels[targetName]}` : label,
  };
}

function environment() {
  const steering =
    /^(OTEL_|HH_|BRAINTRUST_|LANGFUSE_|LANGSMITH_|LANGCHAIN_|PHOENIX_|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !steering.test(name)));
}

const found = new Map();
for (let round = 0; round < rounds; round++) {
  for (const [contestant, target] of contestants) {
    const key = `${contestant} ${target}`;
    found.set(key, [...(found.get(key) ?? []), await measure(contestant, target, small)]);
  }
}
const median = (key, read) => {
  const sorted = found
    .get(key)
    .map(read)
    .toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
};
const cpuOf = (key) => median(key, ({ cpuUs, count }) => cpuUs / count);
const aboveBare = (key) => cpuOf(key) - cpuOf("bare sink");

console.log(`${small} cases, ${rounds} rounds, medians\n`);
console.log("| | cases | wall s | CPU µs a case | above the bare loop | peak MB | spans taken |");
console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
for (const [key, [{ label, count }]] of found) {
  console.log(
    `| ${label} | ${count} | ${(median(key, ({ wallMs }) => wallMs) / 1000).toFixed(2)} | ${cpuOf(key).toFixed(1)} ` +
      `| ${aboveBare(key).toFixed(1)} | ${median(key, ({ peakMb }) => peakMb).toFixed(0)} ` +
      `| ${median(key, ({ spans }) => spans)} |`,
  );
}

const [stored] = found.get("honeyhive server");
const matched = await measure("honeyhive", "sink", small, { matchSessions: "by marker" });
const storedUs = aboveBare("honeyhive server");
const verdicts = [
  verdict("CPU µs a case above the bare loop, stored", storedUs, goalUs),
  ...comparedWith("raw OpenTelemetry's spans alone, stored", "opentelemetry server"),
  ...comparedWith("braintrust, nothing stored", "braintrust"),
  ...comparedWith("phoenix, nothing stored", "phoenix"),
  ...comparedWith("langfuse, sent to a sink", "langfuse"),
  verdict(
    `peak MB at ${small}`,
    median("honeyhive server", ({ peakMb }) => peakMb),
    goals.peakMb,
  ),
  verdict("spans in a wrong session", matched.wrongSession, 0),
  verdict("spans not stored", small * spansPerCase - stored.spans, 0),
  verdict("sessions not stored", small - stored.sessions, 0),
];
if (!values["no-large"]) {
  const long = await measure("honeyhive", "server", large);
  const growth = long.wallMs / median("honeyhive server", ({ wallMs }) => wallMs);
  verdicts.push(
    verdict(`t(${large}) / t(${small})`, growth, goals.growth),
    verdict(`spans not stored of ${large} cases`, large * spansPerCase - long.spans, 0),
  );
  const furtherUs = long.cpuUs - median("honeyhive server", ({ cpuUs }) => cpuUs);
  console.log(
    `\n${large} cases: ${(long.wallMs / 1000).toFixed(1)} s, peak ${long.peakMb.toFixed(0)} MB; ` +
      `each beyond the first ${small} took ${(furtherUs / (large - small)).toFixed(1)} µs of CPU`,
  );
}
console.log(
  `\nThe server took ${stored.serverCpuS.toFixed(1)} s of CPU for ${small} cases, its store ${stored.storeCpuS.toFixed(1)} s.\n`,
);
for (const { text } of verdicts) console.log(text);
process.exitCode = verdicts.every(({ isMet }) => isMet) ? 0 : 1;

/** The goal as it was to what others took when it was set. Nothing of those that did not take part. */
function comparedWith(rival, name) {
  const key = name.includes(" ") ? name : `${name} sink`;
  if (!found.has(key)) return [];
  const ratio = Number((storedUs / aboveBare(key)).toFixed(2));
  const goal = Number((goalUs / referenceUs[name]).toFixed(2));
  return [verdict(`CPU a case above the bare loop, stored, × ${rival}`, ratio, goal)];
}

function verdict(fact, measured, goal) {
  const isMet = measured <= goal;
  const shown = Number.isInteger(measured * 100) ? measured : measured.toFixed(1);
  return { isMet, text: `${isMet ? "met " : "MISS"}  ${fact}: ${shown} (goal ≤ ${goal})` };
}
