import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { describe, expect, it, vi } from "vitest";

import { evaluate } from "../evaluate.js";
import { renderHtml } from "../report/html/render-html.js";
import { renderJunit } from "../report/render-junit.js";
import { renderMarkdown } from "../report/render-markdown.js";
import { renderResult } from "../report/render.js";
import { createReporter } from "../report/create-reporter.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { EvaluationResult } from "../types/evaluation-result.js";

interface Row {
  readonly inputs: { readonly n: number };
}

const dataset: Row[] = Array.from({ length: 8 }, (_, n) => ({ inputs: { n } }));

/** Right for every number that is at least so large. */
function run(
  journal: string | false,
  from: number,
  more: Partial<EvaluateOptions<Row, boolean>> = {},
): Promise<EvaluationResult> {
  return evaluate({
    disableTracing: true,
    journal,
    dataset,
    function: ({ inputs }) => inputs.n >= from,
    evaluators: [
      function right(output: boolean) {
        return output;
      },
    ],
    ...more,
  });
}

/** As if it had run there: a process knows of one branch alone. */
async function setBranch(journal: string, branch: string): Promise<void> {
  const [header = "", ...cases] = (await readFile(journal, "utf8")).split("\n");
  const changed = JSON.stringify({ ...(JSON.parse(header) as object), branch });
  await writeFile(journal, [changed, ...cases].join("\n"));
}

describe("without a server, a baseline", () => {
  it("is the latest completed run of the same name or dataset", async () => {
    await using folder = await makeTemporaryDirectory();
    await run(folder.path, 8, { name: "of another dataset", dataset: dataset.slice(1) });
    await run(folder.path, 4, { name: "first" });
    await run(folder.path, 6, { name: "second" });
    await run(folder.path, 0, { name: "a part", select: { first: 2 } });
    const stopped = { maxCost: 1, concurrency: 1 };
    await run(folder.path, 0, {
      name: "stopped",
      ...stopped,
      function: ({ addCost }) => {
        addCost(2);
        return true;
      },
    });
    const latest = await run(folder.path, 0, { baseline: "latest" });
    expect(latest.comparison).toMatchObject({ oldName: "second", added: [], removed: [] });
    expect(latest.comparison?.metrics[0]).toMatchObject({ oldMean: 0.25, newMean: 1, paired: 8 });
  });

  it("is sooner one of the same name than a later one over the same dataset, and says which", async () => {
    await using folder = await makeTemporaryDirectory();
    const baseline = "latest";
    const mine = await run(folder.path, 4, { name: "mine" });
    const edited = await run(folder.path, 5, { name: "mine", dataset: dataset.slice(1) });
    await run(folder.path, 6, { name: "other" });
    const both = await run(folder.path, 0, { name: "mine", baseline });
    expect(both.comparison).toMatchObject({
      oldRunId: mine.runId,
      oldStartedAt: expect.stringMatching(/^20.*Z$/),
      likeness: "name-and-dataset",
    });
    const day = both.comparison?.oldStartedAt?.slice(0, 10);
    expect(renderResult(both)).toMatch(
      new RegExp(
        `mine against mine: 8 .*\\n *baseline: run ${mine.runId}, ${day} .* UTC, the latest of this name and dataset\\n`,
      ),
    );
    const third = await run(folder.path, 0, { name: "mine", dataset: dataset.slice(2), baseline });
    expect(third.comparison).toMatchObject({ oldName: "mine", likeness: "name" });
    expect([mine.runId, edited.runId, both.runId]).toContain(third.comparison?.oldRunId);
    const stranger = await run(folder.path, 0, { name: "stranger", baseline });
    expect(stranger.comparison).toMatchObject({ oldRunId: both.runId, likeness: "dataset" });
    const said = `run ${both.runId}`;
    const choice = "the latest over this dataset, of another name";
    expect(renderResult(stranger)).toContain(choice);
    expect(renderMarkdown(stranger)).toContain(choice);
    expect(renderHtml([stranger])).toContain(choice);
    for (const text of [renderResult(stranger), renderMarkdown(stranger)]) {
      expect(text).toContain(said);
    }
    expect(renderJunit([stranger])).toContain(`"baseline.run_id" value="${both.runId}"`);
  });

  it("is neither the run that is resumed nor a later one", async () => {
    await using folder = await makeTemporaryDirectory();
    const first = await run(folder.path, 0, { name: "same" });
    const gates = { right: { maxRegression: 0 } };
    for (const baseline of ["latest", "same"]) {
      const worse = await run(folder.path, 8, { name: "same", baseline: first.runId, gates });
      await run(folder.path, 8, { name: "same" });
      const options = { name: "same", baseline, gates, resume: worse.runId };
      const { comparison, gates: judged } = await run(folder.path, 8, options);
      expect(comparison?.oldRunId).not.toBe(worse.runId);
      expect(comparison?.oldStartedAt?.localeCompare(worse.startedAt)).toBe(-1);
      if (baseline === "latest") expect(judged).toEqual(worse.gates);
    }
  });

  it("is found by name, by id and by the path of its journal", async () => {
    await using folder = await makeTemporaryDirectory();
    const { runId, journalPath = "" } = await run(folder.path, 4, { name: "first" });
    await run(folder.path, 8, { name: "second" });
    for (const baseline of ["first", runId, journalPath]) {
      const { comparison } = await run(folder.path, 0, { baseline });
      expect(comparison?.oldName).toBe("first");
    }
    const { comparison } = await run(false, 0, { baseline: journalPath });
    expect(comparison?.oldName).toBe("first");
  });

  it("may be a JSON report, also of several evaluations", async () => {
    await using folder = await makeTemporaryDirectory();
    const path = join(folder.path, "report.json");
    const reporters = [createReporter("json", { path })];
    await run(false, 4, { name: "one", reporters });
    const alone = await run(false, 0, { baseline: path });
    expect(alone.comparison).toMatchObject({ oldName: "one", metrics: [{ oldMean: 0.5 }] });
    await run(false, 6, { name: "two", reporters });
    const named = await run(false, 0, { name: "two", baseline: path });
    expect(named.comparison).toMatchObject({ oldName: "two", metrics: [{ oldMean: 0.25 }] });
    const few = dataset.slice(0, 2);
    const { runId } = await run(false, 1, { name: "two", dataset: few, reporters });
    const namesake = await run(false, 0, { name: "two", dataset: few, baseline: path });
    expect(namesake.comparison?.oldRunId).toBe(runId);
  });

  it("has nothing to compare a new evaluation with, which is said, where no gate asks for it", async () => {
    await using folder = await makeTemporaryDirectory();
    const path = join(folder.path, "report.json");
    const reporters = [createReporter("json", { path })];
    await run(false, 4, { name: "one", reporters });
    await run(false, 6, { name: "two", reporters });
    const { journalPath: onRelease = "" } = await run(folder.path, 4, { name: "one" });
    await setBranch(onRelease, "release");
    const fresh = { name: "three", dataset: [{ inputs: { n: 9 } }] };
    const gates = { right: { maxRegression: 0 } };
    for (const [baseline, why] of [
      [path, "the report has runs of other names: one, two"],
      ["branch:release", "there is no completed run of branch release of the same name or dataset"],
    ] as const) {
      const [result, said] = await listenTo(() => run(folder.path, 0, { ...fresh, baseline }));
      expect([result.comparison, result.status]).toEqual([undefined, "completed"]);
      expect(said).toContain(`Nothing is compared: ${why}`);
      await expect(run(folder.path, 0, { ...fresh, baseline, gates })).rejects.toThrow(why);
    }
  });

  it("is the latest of a git branch", async () => {
    await using folder = await makeTemporaryDirectory();
    const { journalPath: onMain = "" } = await run(folder.path, 4, { name: "on main" });
    const { journalPath: onTopic = "" } = await run(folder.path, 6, { name: "on topic" });
    await setBranch(onMain, "main");
    await setBranch(onTopic, "topic");
    const { comparison } = await run(folder.path, 0, { baseline: "branch:main" });
    expect(comparison?.oldName).toBe("on main");
    await expect(run(folder.path, 0, { baseline: "branch:none" })).rejects.toThrow(
      "there is no completed run of branch none of the same name or dataset",
    );
  });

  it("that is not there is said before anything runs", async () => {
    await using folder = await makeTemporaryDirectory();
    const never = { function: () => expect.unreachable() };
    const journal = join(folder.path, "none");
    const gates = { same: { maxRegression: 0 } };
    await expect(run(journal, 0, { ...never, baseline: "latest", gates })).rejects.toMatchObject({
      code: "INVALID_OPTION",
      message: expect.stringMatching(
        /in .*none, or the path .* got "latest" \(there is no .*once without `maxRegression`/,
      ),
    });
    await expect(run(journal, 0, { ...never, baseline: "branch:main" })).rejects.toThrow(
      "there is no completed run of branch main",
    );
    await expect(run(journal, 0, { ...never, baseline: "gone.json" })).rejects.toThrow("ENOENT");
  });

  it("that is to be the latest need not be there for the first run, whose reader is told", async () => {
    await using folder = await makeTemporaryDirectory();
    const [first, told] = await listenTo(() => run(folder.path, 0, { baseline: "latest" }));
    expect(first.comparison).toBeUndefined();
    expect(told).toContain("Nothing is compared: there is no completed run of the same name");
    expect(told).toContain("Later runs find this one.");
    const second = await run(folder.path, 0, { baseline: "latest" });
    expect(second.comparison?.oldRunId).toBe(first.runId);
  });

  it("that is to be the latest is none of selected cases, whose reader is not told that it will be", async () => {
    await using folder = await makeTemporaryDirectory();
    const few = { name: "few", select: { first: 2 }, baseline: "latest" };
    const [{ runId }] = await listenTo(() => run(folder.path, 0, few));
    const [again, told] = await listenTo(() => run(folder.path, 0, few));
    expect(again.comparison).toBeUndefined();
    expect(told).toMatch(/over all of its cases.* do not find this one either.* but by its id\./);
    const byId = await run(folder.path, 0, { ...few, baseline: runId });
    expect(byId.comparison?.oldRunId).toBe(runId);
  });
});

/** What is said on stderr meanwhile. */
async function listenTo<Result>(act: () => Promise<Result>): Promise<[Result, string]> {
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    const result = await act();
    return [result, said.mock.calls.map(([text]) => String(text)).join("")];
  } finally {
    said.mockRestore();
  }
}
