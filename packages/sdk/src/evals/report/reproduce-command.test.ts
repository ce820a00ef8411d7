import { execFileSync } from "node:child_process";

import { describe, expect, it } from "vitest";

import { describeProgram } from "../../config/describe-program.js";
import { describeCommand, reproduceCase, toPattern } from "./reproduce-command.js";

/** What a program gets to see of the words. */
const wordsIn = (command: string): string[] =>
  execFileSync("bash", ["-c", `printf '%s\\0' ${command}`], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);

const ids = [
  "row-1",
  "two words",
  "it's",
  "a,b",
  "[1]",
  " spaced ",
  '$HOME `id` \\ "',
  "line\nline",
  "\u001b[31mred\u0085\t'quoted\\'",
  "é😀",
  "{id}",
  "$&",
];

describe("the command that runs a case again", () => {
  it.each(ids)("names %j alone, on one line", (id) => {
    const command = reproduceCase(describeCommand(["again", "--case", "{id}"]), id);
    // oxlint-disable-next-line no-control-regex
    expect(command).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect(wordsIn(command)).toEqual(["again", "--case", id]);
  });

  it.each(ids)("matches %j alone", (id) => {
    const pattern = `^${toPattern("it's (new)")} case \\d+ \\({id:pattern}\\)$`;
    const command = reproduceCase(describeCommand(["vitest", "-t", pattern]), id);
    const [, , word = ""] = wordsIn(command);
    expect(`it's (new) case 12 (${id})`).toMatch(new RegExp(word));
    expect(`it's (new) case 12 (${id}0)`).not.toMatch(new RegExp(word));
  });

  it.each(ids)("gives %j in the environment", (id) => {
    const command = reproduceCase(describeCommand(["HH_EVAL_CASES={id:list}", "node", "x"]), id);
    const [setting = ""] = wordsIn(command);
    const { caseIds } = describeProgram({ HH_EVAL_CASES: setting.replace("HH_EVAL_CASES=", "") });
    expect(caseIds).toEqual([id]);
  });

  it("is easy to read for easy ids", () => {
    const run = (...words: string[]): string => reproduceCase(describeCommand(words), "row-1");
    expect(run("honeyhive", "eval", "my file.ts", "--case", "{id}")).toBe(
      "honeyhive eval 'my file.ts' --case row-1",
    );
    expect(run("HH_EVAL_CASES={id:list}", "node", "a.js")).toBe("HH_EVAL_CASES=row-1 node a.js");
    expect(run("-t", "^a case \\d+ \\({id:pattern}\\)$")).toBe("-t '^a case \\d+ \\(row-1\\)$'");
  });
});
