import { expect, test } from "vitest";

import { evaluation, folderWith } from "../testing/eval-folder.js";
import { runCommand } from "../testing/run-command.js";

test("says what a file threw, whatever it is, and leaves the others alone", async () => {
  await using folder = await folderWith({
    "empty.eval.ts": "throw new Error();",
    "good.eval.ts": evaluation(),
    "hostile.eval.mjs": 'throw { toString() { throw new Error("nested"); } };',
    "object.eval.ts": "throw { code: 7 };",
    "text.eval.ts": 'throw "text";',
    "undefined.eval.ts": "throw undefined;",
  });
  const { code, out, err } = await runCommand(["eval", "--no-server", folder.path], {});
  expect(code).toBe(1);
  expect(out).toContain("good: 3 cases");
  const said = [...err.matchAll(/(\w+)\.eval\.\w+ could not be loaded: (.*?)(?: at .*)? See /g)];
  expect(said.map(([, name, thrown]) => [name, thrown])).toEqual([
    ["empty", "Error"],
    ["hostile", "{ toString: [Function: toString] }"],
    ["object", "{ code: 7 }"],
    ["text", "text"],
    ["undefined", "undefined"],
  ]);
});
