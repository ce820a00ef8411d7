import { symlink } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { folderWith } from "../testing/eval-folder.js";
import { findEvalFiles } from "./find-eval-files.js";

test("finds a file once, however many links lead to it", async () => {
  await using folder = await folderWith({ "deep/a.eval.ts": "" });
  const { path } = folder;
  await symlink("..", join(path, "deep/up"));
  await symlink("deep/a.eval.ts", join(path, "a-link.eval.ts"));
  expect(await findEvalFiles([], path)).toEqual([join(path, "deep/a.eval.ts")]);
  expect(await findEvalFiles(["a-link.eval.ts"], path)).toEqual([join(path, "a-link.eval.ts")]);
});
