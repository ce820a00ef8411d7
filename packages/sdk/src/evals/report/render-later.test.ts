import { expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import { terminalReporter } from "./terminal-reporter.js";

it("judges scores of the run once they are there, where the summary of a cancelled run came before", async () => {
  const controller = new AbortController();
  let text = "";
  let summary = "";
  const stdout = (more: string): void => void (text += more);
  const output = { stdout, stderr: () => undefined, isTerminal: false, columns: 80 };
  await evaluate({
    disableTracing: true,
    journal: false,
    concurrency: 1,
    dataset: [{ inputs: { n: 1 } }, { inputs: { n: 2 } }],
    function: () => 1,
    evaluators: [{ name: "exact", evaluate: () => true }],
    runEvaluators: [{ name: "share", evaluate: () => 0.5 }],
    gates: { exact: { min: 0.1 }, share: { min: 0.9 } },
    signal: controller.signal,
    onProgress: () => controller.abort(),
    reporters: [terminalReporter(output), { onRunCancelled: () => void (summary = text) }],
  });
  expect(summary).toContain("gate passed: exact");
  expect(summary).not.toContain("share");
  expect(text.slice(summary.length)).toMatch(
    /^\s+share: 0\.500\n\n {2}gate FAILED: share must be at least 0\.9, got 0\.5000\n/,
  );
});
