import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Client } from "@honeyhive/contract";
import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { startHoldingProxy } from "../faults/start-holding-proxy.js";
import { exportAllEvents } from "../support/export-all-events.js";
import { runNode } from "../support/run-node.js";
import { obtainProject } from "../support/obtain-project.js";

const program = fileURLToPath(new URL("fixtures/resumable.mjs", import.meta.url));
/** As many as fit into 20 s; `npm run kill` for 100, three minutes on a quiet machine. */
const killPoints = Number(process.env["HH_KILL_POINTS"] ?? 10);
/** A machine under load takes its time for each of them. */
const timeout = 60_000 + killPoints * 20_000;
/** Each takes a server to store all of it. */
const serverKillPoints = Number(process.env["HH_KILL_POINTS"] ?? 2);
const maxRepeated = 256 + 5;

interface Outcome {
  readonly runId: string;
  readonly resumedCases: number;
  readonly restoredCases?: { readonly total: number; readonly withoutSpans: number };
  readonly cost: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly metrics: readonly {
    readonly name: string;
    readonly mean: number;
    readonly counted: number;
    readonly errors: number;
    readonly notScorable: number;
    readonly missing: number;
  }[];
}

const same = `goes on after SIGKILL at ${killPoints} random points, with the same numbers`;
test(same, { timeout }, async () => {
  await using whole = await makeTemporaryDirectory();
  const {
    runId: _,
    resumedCases: __,
    restoredCases: ___,
    cost,
    ...expected
  } = await finish(whole.path);
  for (let point = 0; point < killPoints; point++) {
    await using folder = await makeTemporaryDirectory();
    const calls = join(folder.path, "calls");
    const child = start(folder.path);
    await until(() => existsSync(calls));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 250));
    await kill(child, "SIGKILL");
    const callsBefore = countLines(calls);
    const resumed = await finish(folder.path, runIdIn(folder.path));
    expect(resumed).toMatchObject(expected);
    expect(resumed.cost).toBeCloseTo(cost, 9);
    expect(resumed.resumedCases).toBeGreaterThanOrEqual(callsBefore - maxRepeated);
    expect(countLines(calls)).toBeLessThanOrEqual(700 + maxRepeated);
  }
});

test("is gone on with by one of the processes that resume a killed run in the same instant", async () => {
  await using folder = await makeTemporaryDirectory();
  const calls = join(folder.path, "calls");
  const child = start(folder.path);
  await until(() => countLines(calls) > 300);
  await kill(child, "SIGKILL");
  const before = countLines(calls);
  const runId = runIdIn(folder.path);
  const all = await Promise.all(
    Array.from({ length: 6 }, () => runNode({ program, cwd: folder.path, args: [calls, runId] })),
  );
  const ended = all.filter(({ exitCode }) => exitCode === 0);
  const refused = all.filter(({ stderr }) => stderr.includes("is running it"));
  expect(ended.length + refused.length).toBe(6);
  const kept = ended.map(({ stdout }) => (JSON.parse(stdout) as Outcome).resumedCases);
  // Who comes when it has ended has nothing left to run.
  expect(kept.filter((count) => count < 700)).toHaveLength(1);
  expect(countLines(calls) - before).toBe(700 - Math.min(...kept));
});

const onServer = `leaves the server with the numbers of the whole, killed at ${serverKillPoints} random points`;
test(onServer, { timeout }, async () => {
  const project = await obtainProject();
  const { url, apiKey } = project;
  const environment = { HH_API_URL: url, HH_API_KEY: apiKey };
  for (let point = 0; point < serverKillPoints; point++) {
    await using folder = await makeTemporaryDirectory();
    const child = start(folder.path, [], environment);
    await until(() => existsSync(join(folder.path, "calls")));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 1500));
    await kill(child, "SIGKILL");
    const runId = runIdIn(folder.path);
    const { outcomes, metrics } = await finish(folder.path, runId, environment);
    const params = { run_id: runId };
    const { datapoints, metrics: stored } = await project.client("getRunResult", { params });
    const outcomesThere = datapoints.map(({ outcome }) => outcome ?? "none");
    expect(countEach(outcomesThere)).toEqual(withoutZeros(outcomes));
    for (const { name, mean, counted, errors, notScorable, missing } of metrics) {
      const counts = { counted, errors, not_scorable: notScorable, missing };
      const found = stored.details.find(({ metric_name }) => metric_name === name);
      expect(found).toMatchObject(counts);
      expect(found?.aggregate).toBeCloseTo(mean, 9);
    }
  }
});

test("has what happened inside of cases that ended and were not delivered before SIGKILL", async () => {
  const project = await obtainProject();
  await using holding = await startHoldingProxy(project.url);
  await using folder = await makeTemporaryDirectory();
  const { url, apiKey } = project;
  const environment = { HH_API_URL: url, HH_API_KEY: apiKey };
  const child = start(folder.path, [], { ...environment, HH_API_URL: holding.url });
  const journal = (): string => join(folder.path, ".honeyhive/journal", `${runIdIn(folder.path)}`);
  await until(() => existsSync(join(folder.path, ".honeyhive/journal")));
  await until(() => countLines(`${journal()}.ndjson`) > 400);
  await kill(child, "SIGKILL");
  const resumed = await finish(folder.path, runIdIn(folder.path), environment);
  expect(resumed.restoredCases).toEqual({ total: resumed.resumedCases, withoutSpans: 0 });
  expect(readdirSync(join(folder.path, ".honeyhive/journal"))).toEqual([`${resumed.runId}.ndjson`]);

  await using other = await makeTemporaryDirectory();
  const whole = await finish(other.path, "", environment);
  expect(whole.restoredCases).toBeUndefined();
  const [found, expected] = [
    await eventsByCase(project.client, resumed.runId),
    await eventsByCase(project.client, whole.runId),
  ];
  expect(expected).toHaveLength(700);
  expect(expected[6]).toContain('session ["of 6",');
  expect(found).toEqual(expected);
});

test("prints the summary and how to resume after Ctrl-C, and exits with 130", async () => {
  await using folder = await makeTemporaryDirectory();
  const child = start(folder.path, ["", "signals"]);
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  await until(() => countLines(join(folder.path, "calls")) > 300);
  expect(await kill(child, "SIGINT")).toBe(130);
  expect(stderr).toContain("run cancelled");
  expect(stderr).toContain("Stopped early: the evaluation was cancelled");
  const runId = runIdIn(folder.path);
  expect(stderr).toContain(`--resume ${runId}`);
  const resumed = await finish(folder.path, runId);
  expect(resumed).toMatchObject({ runId, status: "completed" });
  expect(countLines(join(folder.path, "calls"))).toBeLessThanOrEqual(700 + 5);
});

test("prints no second summary after Ctrl-C where a reporter has printed it", async () => {
  await using folder = await makeTemporaryDirectory();
  const child = start(folder.path, ["", "signals", "terminal"]);
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  await until(() => countLines(join(folder.path, "calls")) > 300);
  expect(await kill(child, "SIGINT")).toBe(130);
  expect(stderr).toContain(`--resume ${runIdIn(folder.path)}`);
  expect(stderr).not.toContain("run cancelled");
});

test("waits no longer for a server after Ctrl-C, and says what there is", async () => {
  const project = await obtainProject();
  const { url, apiKey } = project;
  await using holding = await startHoldingProxy(url);
  await using folder = await makeTemporaryDirectory();
  const environment = { HH_API_URL: holding.url, HH_API_KEY: apiKey };
  const child = start(folder.path, ["", "signals"], environment);
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  await until(() => stderr.includes("Waiting for"));
  const interruptedAt = performance.now();
  expect(await kill(child, "SIGINT")).toBe(130);
  // It would have waited for a minute.
  expect(performance.now() - interruptedAt).toBeLessThan(40_000);
  expect(stderr).toContain("run completed");
  expect(stderr).toContain(`--resume ${runIdIn(folder.path)}`);
});

/** What happened in each case, and what its session was told, in the order of the dataset. */
async function eventsByCase(client: Client, runId: string): Promise<string[]> {
  const events = await exportAllEvents(client, [
    { field: "metadata.run_id", operator: "is", value: runId },
  ]);
  const cases = new Map<string, { n: number; names: string[] }>();
  for (const event of events) {
    const { session_id: session, event_type: type, event_name: name } = event;
    const entry = cases.get(session) ?? { n: -1, names: [] };
    cases.set(session, entry);
    if (type === "session") {
      entry.n = Number(event.inputs["n"]);
      const { note } = event.metadata;
      entry.names.push(`session ${JSON.stringify([note, event.outputs, event.feedback])}`);
    } else entry.names.push(`${type} ${name}`);
  }
  return [...cases.values()]
    .toSorted((left, right) => left.n - right.n)
    .map(({ n, names }) => `${n}: ${names.toSorted().join(", ")}`);
}

async function until(condition: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > deadlineMs) throw new Error("Expected the program to get on.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function countEach(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

function withoutZeros(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function start(
  cwd: string,
  args: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): ChildProcess {
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith("HH_"));
  return spawn(process.execPath, [program, join(cwd, "calls"), ...args], {
    cwd,
    env: { ...Object.fromEntries(environment), ...more },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((resolve) => {
    child.on("close", (exitCode) => resolve(exitCode));
    if (child.exitCode !== null) resolve(child.exitCode);
    else child.kill(signal);
  });
}

async function finish(
  cwd: string,
  resume = "",
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const args = [join(cwd, "calls"), resume];
  const { stdout, stderr } = await runNode({ program, cwd, args, environment });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Outcome;
}

function runIdIn(cwd: string): string {
  const files = readdirSync(join(cwd, ".honeyhive", "journal"));
  return files.find((file) => file.endsWith(".ndjson"))?.replace(".ndjson", "") ?? "";
}

function countLines(path: string): number {
  return existsSync(path) && statSync(path).size > 0
    ? readFileSync(path, "utf8").split("\n").length - 1
    : 0;
}
