import { execFile, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { createClient } from "@honeyhive/contract";
import { makeTemporaryDirectory, type TemporaryDirectory } from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { readSnippets } from "../docs/run-snippet.js";
import { obtainPacked } from "../support/obtain-packed.js";
import { outsideOfTests, runNode, type NodeResult } from "../support/run-node.js";

interface Served {
  readonly url: string;
  readonly apiKey: string;
  stop(): Promise<number | null>;
}

let project: TemporaryDirectory;
let server: Served;

// What the READMEs of the packages say, in the order in which a newcomer reads them, and nothing of this repository
// around: the server, its store and its UI are those that npm has installed.
beforeAll(async () => {
  project = await makeTemporaryDirectory();
  const { contract, sdk, server: serverPackage, cli } = await obtainPacked();
  const dependencies = {
    "@honeyhive/contract": `file:${contract}`,
    honeyhive: `file:${sdk}`,
    "@honeyhive/server": `file:${serverPackage}`,
    "@honeyhive/cli": `file:${cli}`,
    "@opentelemetry/api": "^1.9.0",
  };
  const manifest = { private: true, type: "module", dependencies };
  await writeFile(join(project.path, "package.json"), JSON.stringify(manifest));
  const flags = ["--no-audit", "--no-fund", "--prefer-offline"];
  await promisify(execFile)("npm", ["install", ...flags], { cwd: project.path });
  server = await serve();
}, 300_000);

afterAll(async () => {
  expect(await server.stop()).toBe(0);
  await project[Symbol.asyncDispose]();
});

test("`honeyhive dev` serves the UI and the API", async () => {
  const page = await fetch(server.url).then((answer) => answer.text());
  const [, script] = /<script[^>]+src="([^"]+)"/.exec(page) ?? [];
  const answer = await fetch(new URL(script ?? "missing.js", server.url));
  expect(answer.headers.get("content-type")).toContain("text/javascript");
  const health = await createClient({ serverUrl: server.url })("getHealth", {});
  expect(health.status).toBe("ok");
});

test("the programs of the SDK's README run, and the server has what they made", async () => {
  const [tracing, evaluating, file] = await readSnippets("packages/sdk/README.md");
  expect(await runTypeScript("tracing.ts", tracing?.code)).toMatchObject({
    exitCode: 0,
    stdout: "Paris, Tokyo\n",
    stderr: "",
  });
  const evaluated = await runTypeScript("evaluating.ts", evaluating?.code);
  expect(evaluated).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("1 passed · 1 failed"),
    stderr: expect.stringContaining(`${server.url}/runs/`),
  });

  await writeFile(join(project.path, "capitals.eval.ts"), file?.code ?? "");
  const [commands] = (await readSnippets("packages/sdk/README.md", "sh")).slice(-1);
  const lines = (commands?.code ?? "").trim().split("\n");
  const outputs = [];
  for (const line of lines) {
    const { exitCode, stdout } = await runCommand(...line.split(/\s+/).slice(2));
    outputs.push({ exitCode, stdout });
  }
  expect(outputs).toEqual([
    { exitCode: 0, stdout: expect.stringContaining("1 passed · 1 failed") },
    { exitCode: 0, stdout: expect.stringContaining("same") },
    { exitCode: 0, stdout: expect.stringMatching(/(.* completed .* capitals .*\n){3}$/) },
  ]);

  const call = createClient({ serverUrl: server.url, apiKey: server.apiKey });
  const { evaluations } = await call("listRuns", { query: {} });
  expect(evaluations.map(({ name }) => name)).toEqual(["capitals", "capitals", "capitals"]);
});

test("commands in the server's folder need no address and no key", async () => {
  const { exitCode, stdout } = await runNode({
    program: bin("honeyhive"),
    args: ["runs", "list"],
    cwd: project.path,
  });
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/ completed .* capitals /),
  });
});

test("the program of the contract's README runs", async () => {
  const [program] = await readSnippets("packages/contract/README.md");
  expect(await runTypeScript("contract.ts", program?.code)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("capitals: completed"),
    stderr: "",
  });
});

test("`honeyhive doctor` finds nothing wrong", async () => {
  expect(await runCommand("doctor")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^ok +store: (.*\n)+ok +server: (.*\n)*ok +key: /m),
  });
});

/** `honeyhive dev`, in the project's folder. */
async function serve(): Promise<Served> {
  const child = spawn(process.execPath, [bin("honeyhive"), "dev", "--port", "0", "--json"], {
    cwd: project.path,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const greeting = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding("utf8").once("data", resolve);
    void exited.then((code) => reject(new Error(`honeyhive dev ended with code ${code}.`)));
  });
  const { url, apiKey } = JSON.parse(greeting) as { url: string; apiKey: string };
  return { url, apiKey, stop: () => (child.kill("SIGINT"), exited) };
}

async function runTypeScript(name: string, code = ""): Promise<NodeResult> {
  await writeFile(join(project.path, name), code);
  return run(bin("jiti"), name);
}

function runCommand(...args: string[]): Promise<NodeResult> {
  return run(bin("honeyhive"), ...args);
}

function run(program: string, ...args: string[]): Promise<NodeResult> {
  const environment = {
    ...outsideOfTests,
    HH_API_URL: server.url,
    HH_API_KEY: server.apiKey,
  };
  return runNode({ program, args, cwd: project.path, environment });
}

function bin(name: string): string {
  return join(project.path, "node_modules/.bin", name);
}
