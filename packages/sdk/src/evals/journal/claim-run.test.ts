import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

import { makeTemporaryDirectory, startCollector } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import { claimRun } from "./claim-run.js";

it("lets nobody resume a run that another process is running, until that has ended", async () => {
  await using directory = await makeTemporaryDirectory();
  const journal = join(directory.path, "run.ndjson");
  const file = `${journal}.process`;
  const other = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: "pipe" });
  writeFileSync(file, String(other.pid));
  expect(() => claimRun(journal)).toThrow(`but process ${String(other.pid)} is running it`);

  const long = new Date(Date.now() - 60_000);
  utimesSync(file, long, long);
  claimRun(journal)();
  expect(existsSync(file)).toBe(false);

  writeFileSync(file, String(other.pid));
  other.stdin.end();
  await once(other, "exit");
  claimRun(journal)();
  expect(existsSync(file)).toBe(false);
});

it("lets one process of a machine have a run whose folder cannot be written", async () => {
  await using directory = await makeTemporaryDirectory();
  // Nothing can be written beside it: the longer name is too long for a file.
  const journal = join(directory.path, `${"j".repeat(245)}.ndjson`);
  writeFileSync(journal, "");
  const end = claimRun(journal);
  try {
    expect(() => claimRun(journal)).toThrow("but this process is running it");
  } finally {
    end();
  }
  claimRun(journal)();
});

it("is made for each run, and is gone after it", async () => {
  await using directory = await makeTemporaryDirectory();
  const options = {
    disableTracing: true,
    journal: directory.path,
    dataset: [{ inputs: { n: 1 } }],
    runId: "5d1a4a51-3c0e-4a5e-9c51-1c4a3f7c0001",
  };
  const path = join(directory.path, `${options.runId}.ndjson`);
  const function_ = (): boolean => existsSync(`${path}.process`);
  const { cases } = await evaluate({ ...options, function: function_ });
  expect(cases[0]?.outputs).toBe(true);
  expect(existsSync(`${path}.process`)).toBe(false);

  // The parent of this process is there.
  writeFileSync(`${path}.process`, String(process.ppid));
  await expect(
    evaluate({ ...options, runId: undefined, resume: path, function: function_ }),
  ).rejects.toThrow("is running it");
});

const dataset = [{ inputs: { n: 1 } }];
const cutOff = "5d1a4a51-3c0e-4a5e-9c51-1c4a3f7c0002";

/** The journal of a run that was killed before its case had ended. */
async function killedRun(directory: string): Promise<string> {
  const options = { journal: directory, dataset, runId: cutOff, disableTracing: true };
  await evaluate({ ...options, function: () => 1 });
  const path = join(directory, `${cutOff}.ndjson`);
  writeFileSync(path, `${readFileSync(path, "utf8").split("\n")[0] ?? ""}\n`);
  return path;
}

it("lets one of several go on that resume a run in the same instant", async () => {
  await using directory = await makeTemporaryDirectory();
  const resume = await killedRun(directory.path);
  let calls = 0;
  const all = await Promise.allSettled(
    Array.from({ length: 5 }, () =>
      evaluate({ resume, dataset, disableTracing: true, function: () => calls++ }),
    ),
  );
  const refusals = all.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
  expect(refusals).toEqual(
    Array(4).fill(expect.stringContaining("but this process is running it")),
  );
  expect(calls).toBe(1);
});

it("is given back by a start that fails", async () => {
  await using collector = await startCollector();
  collector.respondAlways({ kind: "refuse", status: 401 });
  await using directory = await makeTemporaryDirectory();
  const resume = await killedRun(directory.path);
  const options = { resume, dataset, function: () => 1 };
  const other = { ...options, dataset: [{ inputs: { n: 2 } }] };
  await expect(evaluate({ ...other, disableTracing: true })).rejects.toThrow("the same dataset");
  await expect(
    evaluate({ ...options, serverUrl: collector.url, apiKey: "wrong" }),
  ).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  expect(existsSync(`${resume}.process`)).toBe(false);
  expect((await evaluate({ ...options, disableTracing: true })).outcomes.passed).toBe(1);
});

it("is taken from what is gone: a silent machine, an earlier process of the same number, a claim cut off", async () => {
  await using directory = await makeTemporaryDirectory();
  const journal = join(directory.path, "run.ndjson");
  const file = `${journal}.process`;
  const elsewhere = { pid: process.ppid, host: "another-machine", token: "a" };
  const silentSince = Date.now() - 60_000;
  const startedAt = Date.now() - process.uptime() * 1000;
  const cases: readonly [claim: unknown, seenMs: number, refusal: string | undefined][] = [
    [elsewhere, Date.now(), `process ${process.ppid} on another-machine is running it`],
    [elsewhere, silentSince, undefined],
    [{ pid: process.pid, host: hostname(), token: "a" }, Date.now(), "this process is running it"],
    [{ pid: process.pid, host: hostname(), token: "a" }, startedAt - 1000, undefined],
    ["", Date.now(), "another process is running it"],
    ["", silentSince, undefined],
    [{ pid: process.ppid, token: "../../escape" }, silentSince, undefined],
  ];
  for (const [claim, seenMs, refusal] of cases) {
    writeFileSync(file, claim === "" ? "" : JSON.stringify(claim));
    utimesSync(file, seenMs / 1000, seenMs / 1000);
    if (refusal === undefined) {
      const end = claimRun(journal);
      expect(() => claimRun(journal)).toThrow("this process is running it");
      end();
      expect(readdirSync(directory.path)).toEqual([]);
    } else expect(() => claimRun(journal)).toThrow(refusal);
  }
});

it("is left alone by a process from which it was taken", async () => {
  await using directory = await makeTemporaryDirectory();
  const journal = join(directory.path, "run.ndjson");
  const end = claimRun(journal);
  const long = new Date(Date.now() - 60_000);
  utimesSync(`${journal}.process`, long, long);
  const endOther = claimRun(journal);
  end();
  expect(() => claimRun(journal)).toThrow("is running it");
  endOther();
  expect(readdirSync(directory.path)).toEqual([]);
});
