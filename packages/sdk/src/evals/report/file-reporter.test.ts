import { readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, it } from "vitest";

import type { EvaluationResult } from "../types/evaluation-result.js";
import { fileReporter } from "./file-reporter.js";
import type { Reporter } from "../types/reporter.js";

/** All that a file needs to know of a run. */
const result = (name: string, runId: string) => ({ name, runId }) as EvaluationResult;

const reporterOf = (folder: string, path: string | undefined, said: string[]): Reporter =>
  fileReporter({
    path,
    folder,
    ending: "txt",
    render: (results) => results.map(({ runId }) => runId).join(),
    write: () => expect.unreachable(),
    say: (text) => void said.push(text),
  });

it("gives evaluations of one name in one program files of their own, and says where they are", async () => {
  await using folder = await makeTemporaryDirectory();
  const said: string[] = [];
  const first = reporterOf(folder.path, undefined, said);
  const others = ["b", "c"].map(() => reporterOf(folder.path, undefined, said));
  await first.onRunEnd?.(result("trial of 5", "a"));
  // At the same time, too.
  await Promise.all(
    others.map(async (reporter, at) => reporter.onRunEnd?.(result("trial/of 5", `b${at}`))),
  );
  // One reporter has one file.
  await first.onRunEnd?.(result("another", "d"));
  const names = ["trial-of-5-2.txt", "trial-of-5-3.txt", "trial-of-5.txt"];
  expect((await readdir(folder.path)).toSorted()).toEqual(names);
  const texts = names.map((name) => readFile(join(folder.path, name), "utf8"));
  expect(await Promise.all(texts)).toEqual(["b0", "b1", "a,d"]);
  expect(said.toSorted()).toEqual(names.map((name) => `Report: ${join(folder.path, name)}\n`));
});

it("says that a path that is given twice has the later report alone", async () => {
  await using folder = await makeTemporaryDirectory();
  const said: string[] = [];
  const path = join(folder.path, "report.txt");
  await reporterOf(folder.path, path, said).onRunEnd?.(result("trial", "a"));
  expect(said).toEqual([]);
  await reporterOf(folder.path, path, said).onRunEnd?.(result("trial", "b"));
  expect(said).toEqual([
    expect.stringMatching(/report\.txt had .* of another evaluation.*createReporter/),
  ]);
  expect(await readFile(path, "utf8")).toBe("b");
});

it("gives readers a whole report at all times, however many processes write it", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = join(folder.path, "report.txt");
  const write = async (runId: string) =>
    reporterOf(folder.path, path, []).onRunEnd?.(result("t", runId));
  const texts = ["a", "b"].map((letter) => letter.repeat(4_000_000));
  await write("first");
  let isWriting = true;
  const writing = Promise.all(texts.map(write)).finally(() => (isWriting = false));
  const seen = new Set<string>();
  while (isWriting) seen.add(await readFile(path, "utf8"));
  await writing;
  expect([...seen].filter((text) => !["first", ...texts].includes(text))).toEqual([]);
  expect(await readdir(folder.path)).toEqual(["report.txt"]);
});

it("writes through a link, keeps the mode of what is there, and writes to what is no file", async () => {
  await using folder = await makeTemporaryDirectory();
  const [target, link] = [join(folder.path, "target.txt"), join(folder.path, "link.txt")];
  await writeFile(target, "old", { mode: 0o640 });
  await symlink(target, link);
  await reporterOf(folder.path, link, []).onRunEnd?.(result("t", "new"));
  expect(await readFile(target, "utf8")).toBe("new");
  expect((await stat(target)).mode & 0o777).toBe(0o640);
  await reporterOf(folder.path, "/dev/null", []).onRunEnd?.(result("t", "new"));
  expect((await stat("/dev/null")).isFile()).toBe(false);
});
