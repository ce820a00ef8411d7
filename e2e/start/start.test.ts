import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@honeyhive/contract";
import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, it } from "vitest";
import { startDemo } from "./start-demo.js";

it("shows two results and their comparison, keeps them and their place, and ends cleanly on Ctrl-C", async () => {
  await using directory = await makeTemporaryDirectory();

  await using first = startDemo(directory.path, ["--no-wait"]);
  const { exitCode, stdout } = await first.ended;
  expect({ exitCode, stderr: first.stderr() }).toEqual({ exitCode: 0, stderr: "" });
  expect(stable(stdout)).toMatchInlineSnapshot(`
    "59 questions over 28 READMEs in 431 chunks

    one chunk, extract-small: 20/59
    one chunk, extract-small: 40/59
    one chunk, extract-small: 59/59

    one chunk, extract-small: 59 cases in <time>, run completed
      21 passed · 38 failed

      metric       mean   counted  errors  n/a  missing
      ──────────  ─────  ────────  ──────  ───  ───────
      isCorrect   0.356  59 of 59       0    0        0
      tokenF1     0.413  59 of 59       0    0        0
      similarity  0.454  59 of 59       0    0        0

    four chunks, extract-large: 20/59
    four chunks, extract-large: 40/59
    four chunks, extract-large: 59/59

    four chunks, extract-large: 59 cases in <time>, run completed
      41 passed · 18 failed

      metric       mean   counted  errors  n/a  missing
      ──────────  ─────  ────────  ──────  ───  ───────
      isCorrect   0.695  59 of 59       0    0        0
      tokenF1     0.722  59 of 59       0    0        0
      similarity  0.743  59 of 59       0    0        0

    four chunks, extract-large against one chunk, extract-small: 59 cases paired, 0 added, 0 removed

      metric      before  after  change  pairs  better  worse                verdict
      ──────────  ──────  ─────  ──────  ─────  ──────  ─────  ─────────────────────
      isCorrect    0.356  0.695  +0.339     59      21      1  better (p = 0.000011)
      tokenF1      0.413  0.722  +0.309     59      24      7  better (p = 0.000050)
      similarity   0.454  0.743  +0.290     59      29      7  better (p = 0.000050)

    Runs        http://<address>/runs
    Comparison  http://<address>/compare?new=<id>&old=<id>
    "
  `);

  await using second = startDemo(directory.path);
  const serverUrl = /http:\S+(?=\/runs)/.exec(await second.waitForLine(/^Runs/))?.[0] ?? "";
  await second.waitForLine(/Ctrl-C/);
  const apiKey = (await readFile(join(directory.path, "api-key"), "utf8")).trim();
  const { evaluations } = await createClient({ serverUrl, apiKey })("listRuns", { query: {} });
  expect(evaluations.map(({ name, status }) => `${name}: ${status}`)).toEqual([
    "four chunks, extract-large: completed",
    "one chunk, extract-small: completed",
    "four chunks, extract-large: completed",
    "one chunk, extract-small: completed",
  ]);

  await using third = startDemo(directory.path, ["--no-wait"]);
  expect((await third.ended).exitCode).toBe(1);
  expect(third.stderr()).toMatch(/^Expected the data directory .* to be free.*\n$/);

  second.interrupt();
  expect([(await second.ended).exitCode, second.stderr()]).toEqual([0, ""]);
});

it("ends cleanly on Ctrl-C in the middle of an evaluation", async () => {
  await using directory = await makeTemporaryDirectory();
  await using demo = startDemo(directory.path);
  await demo.waitForLine(/: 20\/\d+$/);
  demo.interrupt();
  expect([(await demo.ended).exitCode, demo.stderr()]).toEqual([0, ""]);
});

/** What the demo itself prints, without times, ports and ids. */
function stable(output: string): string {
  return output
    .slice(output.search(/^\d+ questions/m))
    .replace(/\d+\.\d+ s\b/g, "<time>")
    .replace(/127\.0\.0\.1:\d+/g, "<address>")
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>");
}
