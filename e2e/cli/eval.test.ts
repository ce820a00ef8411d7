import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { createClient } from "@honeyhive/contract";
import { makeTemporaryDirectory, waitFor, type TemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { obtainNode, type NodeVersion } from "../support/obtain-node.js";
import { runNode, type NodeResult } from "../support/run-node.js";
import { startOwnServer } from "../support/start-own-server.js";
import { obtainProject } from "../support/obtain-project.js";

const program = fileURLToPath(new URL("../../packages/cli/dist/bin.js", import.meta.url));
const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));

interface JsonResult {
  readonly runId: string;
  readonly url?: string;
  readonly journalPath: string;
  readonly serverError?: string;
  readonly metrics: unknown;
  readonly outcomes: unknown;
  readonly gates: unknown;
  readonly cases: readonly { readonly datapointId: string; readonly scores: unknown }[];
}

async function folderWith(name: string): Promise<TemporaryDirectory> {
  const folder = await makeTemporaryDirectory();
  await cp(join(fixtures, name), join(folder.path, name));
  return folder;
}

const run = (
  cwd: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<NodeResult> => runNode({ program, cwd, args: ["eval", ...args], environment });

test("runs the same file without a server, with a local one and with a remote one", async () => {
  await using folder = await folderWith("doubles.eval.ts");
  const local = await obtainProject();
  await using remote = await startOwnServer({ "key-of-a-tenant": "tenant" });
  // Another address than that of the local server's default, and a key that it does not know.
  const remoteUrl = remote.url.replace("127.0.0.1", "localhost");
  const ways = {
    none: {},
    local: { HH_API_URL: local.url, HH_API_KEY: local.apiKey },
    remote: { HH_API_URL: remoteUrl, HH_API_KEY: "key-of-a-tenant" },
  };
  const results: Record<string, JsonResult> = {};
  for (const [name, environment] of Object.entries(ways)) {
    const reports = ["--reporter", `html=${name}.html`, "--reporter", `markdown=${name}.md`];
    const { exitCode, stdout, stderr } = await run(
      folder.path,
      ["doubles.eval.ts", "--json", ...reports],
      environment,
    );
    expect({ name, exitCode, stderr }).toMatchObject({ exitCode: 0 });
    results[name] = JSON.parse(stdout) as JsonResult;
    expect(await readFile(join(folder.path, `${name}.html`), "utf8")).toContain("<h1>doubles</h1>");
    expect(await readFile(join(folder.path, `${name}.md`), "utf8")).toContain("### ✅ doubles");
    expect(existsSync(join(folder.path, results[name].journalPath))).toBe(true);
  }
  const essence = ({ metrics, outcomes, gates, cases }: JsonResult): unknown => ({
    metrics,
    outcomes,
    gates,
    cases: cases.map(({ datapointId, scores }) => ({ datapointId, scores })),
  });
  const { none, local: there, remote: away } = results;
  if (none === undefined || there === undefined || away === undefined) throw new Error("Lost one.");
  expect(none.serverError).toContain("key");
  expect(essence(there)).toEqual(essence(none));
  expect(essence(away)).toEqual(essence(none));
  expect([there.serverError, away.serverError]).toEqual([undefined, undefined]);
  expect(away.url).toBe(`${remoteUrl}/runs/${away.runId}`);
  const tenant = createClient({ serverUrl: remoteUrl, apiKey: "key-of-a-tenant" });
  for (const [client, { runId }] of [[local.client, there] as const, [tenant, away] as const]) {
    const stored = await client("getRunResult", { params: { run_id: runId } });
    expect(stored.datapoints).toHaveLength(4);
    expect(stored.run_object.metadata["environment"]).toMatchObject({
      node: process.versions.node,
    });
  }
});

test("prints JSON alone to stdout, whatever evaluated code prints there", async () => {
  await using folder = await folderWith("printing.eval.ts");
  const { exitCode, stdout, stderr } = await run(folder.path, ["--json", "--no-server"]);
  expect(exitCode).toBe(0);
  const names = stdout
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { name: string }).name);
  expect(names).toEqual(["printing", "again"]);
  for (const text of ["while it is loaded", "in the function", "straight to stdout"]) {
    expect(stderr).toContain(text);
  }
  const plain = await run(folder.path, ["--no-server"]);
  expect(plain.stdout).toContain("in the function");
});

test("ends with 1 for a gate, 2 for a wrong command line, and selects by environment too", async () => {
  await using folder = await folderWith("doubles.eval.ts");
  const path = join(folder.path, "doubles.eval.ts");
  await writeFile(path, (await readFile(path, "utf8")).replace("min: 0.5", "min: 0.9"));
  const failed = await run(folder.path, ["--no-server"]);
  expect(failed.exitCode).toBe(1);
  expect(failed.stdout).toContain("gate FAILED: exact must be at least 0.9, got 0.7500");
  expect((await run(folder.path, ["--frist", "2"])).exitCode).toBe(2);
  const id = /--case (\S+)/.exec(failed.stdout)?.[1] ?? "";
  const one = await run(folder.path, ["--no-server", "--json"], { HH_EVAL_CASES: id });
  expect((JSON.parse(one.stdout) as JsonResult).cases).toMatchObject([{ datapointId: id }]);
});

test("ends with 130 at Ctrl-C, with a summary and the command that goes on", async () => {
  await using folder = await folderWith("stuck.eval.ts");
  const interrupted = await interrupt(folder.path, {}, ["begun"]);
  expect(interrupted.exitCode).toBe(130);
  expect(interrupted.stderr).toContain("Ctrl-C again ends at once");
  expect(interrupted.stdout).toContain("1 passed · 1 cancelled");
  const runId = /--resume (\S+)/.exec(interrupted.stderr)?.[1] ?? "";
  const [journal] = await readdir(join(folder.path, ".honeyhive/journal"));
  expect(journal).toBe(`${runId}.ndjson`);
});

test("ends at once, with 130, at the second Ctrl-C", async () => {
  await using folder = await folderWith("stuck.eval.ts");
  const { exitCode } = await interrupt(folder.path, { STUBBORN: "1" }, ["begun", "ending"]);
  expect(exitCode).toBe(130);
});

test("watches until Ctrl-C, and begins a run anew whose file is saved meanwhile", async () => {
  await using folder = await folderWith("doubles.eval.ts");
  const path = join(folder.path, "doubles.eval.ts");
  const text = await readFile(path, "utf8");
  const watching = start(folder.path, ["--watch", "--no-server"]);
  await until("the first run", () => watching.output().includes("Waiting for changes"));
  const change = setInterval(
    () => void writeFile(path, text.replaceAll("doubles", "changed")),
    100,
  );
  await until("a run that is stopped", () => watching.output().includes("this run stops"));
  clearInterval(change);
  await until("a run that ends", () => watching.output().includes("changed: 4 cases"));
  watching.child.kill("SIGINT");
  expect(await watching.exitCode).toBe(130);
});

test("watches no longer, and leaves nothing running, when its terminal is closed", async () => {
  await using folder = await folderWith("stuck.eval.ts");
  const watching = start(folder.path, ["stuck.eval.ts", "--watch", "--no-server"]);
  await until("begun", () => existsSync(join(folder.path, "begun")));
  watching.child.kill("SIGHUP");
  // Whoever still runs holds its output.
  expect(await watching.exitCode).toBe(129);
});

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly exitCode: Promise<number | null>;
}

function start(
  cwd: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Started {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(HH_|NODE_)/.test(name));
  const child = spawn(process.execPath, [program, "eval", ...args], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    output: () => stdout + stderr,
    exitCode: new Promise((resolve) => child.on("close", resolve)),
  };
}

/** Presses Ctrl-C each time that one of the files has appeared. */
async function interrupt(
  cwd: string,
  environment: Readonly<Record<string, string>>,
  files: readonly string[],
): Promise<NodeResult> {
  const started = start(cwd, ["stuck.eval.ts"], environment);
  for (const file of files) {
    await until(file, () => existsSync(join(cwd, file)));
    started.child.kill("SIGINT");
  }
  const exitCode = await started.exitCode;
  return { exitCode, stdout: started.stdout(), stderr: started.stderr() };
}

async function until(what: string, condition: () => boolean): Promise<void> {
  await waitFor({
    what,
    find: () => (condition() ? true : undefined),
    describe: () => "nothing",
    timeoutMs: 60_000,
  });
}

const badFiles: readonly {
  does: string;
  text: string;
  version?: NodeVersion;
  place?: string;
}[] = [
  { does: "ends the process", text: "process.exit(0);", place: " at \\S+bad\\.eval\\.ts:1:\\d+" },
  { does: "waits for what never comes", text: "await new Promise(() => {});" },
  // Newer ones have an exit code of their own for it.
  { does: "waits so under Node 24", text: "await new Promise(() => {});", version: "24" },
];

test.each(badFiles)(
  "a file that $does while it is loaded is named, and is no success",
  async ({ text, version, place = "" }) => {
    await using folder = await makeTemporaryDirectory();
    await writeFile(join(folder.path, "bad.eval.ts"), `${text}\nexport default {};`);
    const { exitCode, stderr } = await runNode({
      program,
      cwd: folder.path,
      args: ["eval", "--no-server"],
      ...(version === undefined ? {} : { nodePath: await obtainNode(version) }),
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      RegExp(`bad\\.eval\\.ts ended the process${place}, with exit code \\d+, while it was loaded`),
    );
  },
);

test("runs JavaScript that imports TypeScript", async () => {
  await using folder = await makeTemporaryDirectory();
  await writeFile(join(folder.path, "package.json"), '{ "type": "module" }');
  await writeFile(join(folder.path, "size.ts"), "export enum Size { Big = 3 }");
  await writeFile(
    join(folder.path, "a.eval.js"),
    'import { Size } from "./size.ts";\n' +
      "export default { journal: false, dataset: [{ inputs: {} }], function: () => Size.Big };",
  );
  const { stdout, stderr } = await run(folder.path, ["--no-server", "--json"]);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ cases: [{ outputs: 3 }] });
});

test.each([
  ["throws", 'setTimeout(() => { throw new Error("too late"); });'],
  ["rejects", 'void Promise.reject(new Error("too late"));'],
])(
  "a file that %s where nobody catches, while it is loaded, leaves the others alone",
  async (_, text) => {
    await using folder = await folderWith("doubles.eval.ts");
    const wait = "await new Promise((resolve) => setTimeout(resolve, 20));";
    await writeFile(join(folder.path, "bad.eval.ts"), `${text}\n${wait}\nexport default {};`);
    await writeFile(
      join(folder.path, "quick.eval.mjs"),
      text.replace("setTimeout", "queueMicrotask"),
    );
    const { exitCode, stdout, stderr } = await run(folder.path, ["--no-server"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("doubles: 4 cases");
    expect(stderr).toMatch(/bad\.eval\.ts could not be loaded: too late at .*bad\.eval\.ts:1/);
    expect(stderr).toMatch(
      /quick\.eval\.mjs could not be loaded: too late at .*quick\.eval\.mjs:1/,
    );
  },
);
