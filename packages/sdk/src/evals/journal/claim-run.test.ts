import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { makeTemporaryDirectory } from "@honeyhive/testing";
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
