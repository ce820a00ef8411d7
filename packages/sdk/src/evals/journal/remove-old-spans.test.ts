import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import { listLocalRuns } from "../runs/local-runs.js";
import { removeOldSpans } from "./remove-old-spans.js";

const dayMs = 86_400_000;

function evaluateIn(journal: string, runId: string): Promise<unknown> {
  const dataset = [{ inputs: { n: 1 } }];
  return evaluate({
    name: runId,
    runId,
    journal,
    dataset,
    function: () => 1,
    disableTracing: true,
  });
}

function age(path: string, days: number): void {
  const seconds = (Date.now() - days * dayMs) / 1000;
  writeFileSync(path, "", { flag: "a" });
  utimesSync(path, seconds, seconds);
}

it("removes what was not delivered for two weeks, says so, and leaves every journal", async () => {
  await using folder = await makeTemporaryDirectory();
  for (const run of ["old", "young"]) await evaluateIn(folder.path, run);
  age(join(folder.path, "old.ndjson"), 100);
  age(join(folder.path, "old.1.spans"), 15);
  age(join(folder.path, "old.12.spans"), 15);
  age(join(folder.path, "young.1.spans"), 13);
  const said: string[] = [];
  removeOldSpans(folder.path, { warn: (message) => said.push(message) });
  expect(readdirSync(folder.path).toSorted()).toEqual([
    "old.ndjson",
    "young.1.spans",
    "young.ndjson",
  ]);
  expect(said).toEqual([
    expect.stringMatching(/traces of old, which nobody has resumed in 14 days/),
  ]);
  removeOldSpans(folder.path, { warn: (message) => expect.unreachable(message) });
});

it("is done by the next run in the folder", async () => {
  await using folder = await makeTemporaryDirectory();
  age(join(folder.path, "killed.1.spans"), 15);
  await evaluateIn(folder.path, "next");
  expect(readdirSync(folder.path)).toEqual(["next.ndjson"]);
});

it("lists what a run has left to resume", async () => {
  await using folder = await makeTemporaryDirectory();
  for (const run of ["delivered", "undelivered", "killed"]) await evaluateIn(folder.path, run);
  age(join(folder.path, "undelivered.1.spans"), 0);
  const { path = "" } = listLocalRuns({ journal: folder.path, name: "killed" })[0] ?? {};
  const withoutEnd = JSON.stringify({
    kind: "run",
    version: 1,
    runId: "killed",
    name: "killed",
    evaluators: [],
  });
  writeFileSync(path, `${withoutEnd}\n`);
  const rest = listLocalRuns({ journal: folder.path }).map(({ name, resumable }) => [
    name,
    resumable,
  ]);
  expect(Object.fromEntries(rest)).toEqual({
    delivered: undefined,
    undelivered: "spans",
    killed: "cases",
  });
});
