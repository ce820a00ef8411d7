import { readFile, symlink, writeFile } from "node:fs/promises";
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { listen, makeTemporaryDirectory, type Listening } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { obtainProject } from "../support/obtain-project.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const require = createRequire(import.meta.url);
const jiti = join(dirname(require.resolve("jiti/package.json")), "lib/jiti-cli.mjs");

interface Step {
  readonly kind: "file" | "program" | "commands";
  readonly name: string;
  readonly text: string;
}

/** What the document does: files that it names, programs, and commands, in order. */
async function readSteps(): Promise<Step[]> {
  const text = await readFile(join(root, "docs/evaluate.md"), "utf8");
  const pattern =
    /^#+ (?<title>.+)$|^(?:`(?<file>[\w.]+)`:\n\n)?```(?<tag>\w+)\n(?<code>[^]*?)^```$/gm;
  let heading = "";
  return [...text.matchAll(pattern)].flatMap(({ groups }): Step[] => {
    const { title, file, tag, code = "" } = groups ?? {};
    if (title !== undefined) heading = title;
    if (file !== undefined) return [{ kind: "file", name: file, text: code }];
    if (title === undefined) expect(["ts", "sh"], "what the tests can run").toContain(tag);
    if (tag === "ts") return [{ kind: "program", name: heading, text: code }];
    return tag === "sh" ? [{ kind: "commands", name: heading, text: code }] : [];
  });
}

/** Installing and the server in the other terminal are what the test has done already. */
const isDone = (line: string): boolean => /^npm install|honeyhive dev|^$/.test(line);

/** A judge that is content with everything, behind the protocol of OpenAI. */
function startJudge(): Promise<Listening> {
  const message = { role: "assistant", content: "The label fits.\nyes" };
  const choices = [{ index: 0, message, finish_reason: "stop" }];
  return listen(() => Response.json({ choices }), 0);
}

test("the tutorial runs from its first line to its last", { timeout: 300_000 }, async () => {
  const project = await obtainProject();
  await using judge = await startJudge();
  // As after `npm install` in a folder of its own.
  await using directory = await makeTemporaryDirectory();
  const folder = directory.path;
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const { url, apiKey } = project;
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(HH_|OTEL_|NODE_)/.test(name),
  );
  const model = { OPENAI_BASE_URL: judge.url, OPENAI_API_KEY: "key" };
  const env = { ...Object.fromEntries(inherited), ...model, HH_API_URL: url, HH_API_KEY: apiKey };
  const run = (program: string, args: readonly string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
      let [output, errors] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
      child.on("close", (code) =>
        code === 0 ? resolve(output) : reject(new Error(`${args.join(" ")}: ${output}${errors}`)),
      );
    });
  const said: Record<string, string> = {};
  for (const { kind, name, text } of await readSteps()) {
    if (kind === "file") {
      await writeFile(join(folder, name), text);
    } else if (kind === "program") {
      await writeFile(join(folder, "program.mts"), text);
      said[name] = (said[name] ?? "") + (await run(process.execPath, [jiti, "program.mts"]));
    } else {
      for (const line of text.split("\n").filter((line) => !isDone(line))) {
        const command = line.replace(/^npx (\w+)/, `"${process.execPath}" node_modules/.bin/$1`);
        said[name] = (said[name] ?? "") + (await run("/bin/sh", ["-c", command]));
      }
    }
  }
  expect(said["Start"]).toContain("2 passed · 2 failed");
  expect(said["Start"]).toContain("capitals against capitals: 4 cases paired");
  expect(said["Start"]).toContain("can't tell (p = 1");
  expect(said["Start"]).toContain("gate passed");
  expect(said["In a program"]).toContain("verdict:");
  expect(said["Evaluators"]).toBe("[ 'passed', 'failed' ] 0.6\n");
  expect(said["What was traced"]).toBe("passed [ 1, 1 ]\n");
  expect(said["Judges"]).toBe("1 1\n");
  expect(said["Datasets"]).toMatch(/0 added, 0 changed|"unchanged":4|capitals: 4 added/);
  expect(said["Datasets"]?.trimEnd().split("\n").at(-1)).toBe("2");
  expect(said["Variants"]).toContain("capitals, large against capitals, small: 3 cases paired");
  expect(said["Variants"]).toMatch(
    /^2 evaluations.*\ncapitals, small.*1 of 3.*\ncapitals, large +ok +3 of 3/m,
  );
  expect(said["As tests"]).toMatch(/Tests .*5 passed/);
  expect(said["From npm `honeyhive` 1.0"]).toBe("{ answer: '4' }\n");
  expect(said["From the Python SDK"]).toBe("completed\n");
  const { evaluations } = await project.client("listRuns", { query: { limit: 100 } });
  expect(evaluations.map(({ status }) => status)).toEqual(evaluations.map(() => "completed"));
  expect(evaluations.length).toBeGreaterThanOrEqual(8);
});
