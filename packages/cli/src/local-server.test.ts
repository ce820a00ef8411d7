import { access, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { createClient } from "@honeyhive/contract";
import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, onTestFinished, test } from "vitest";

import { main } from "./main.js";
import { runCommand } from "./testing/run-command.js";

const evaluation = (journal: string): string => `
export default {
  name: "of this folder",
  dataset: [{ inputs: { n: 1 } }],
  function: ({ inputs }) => inputs.n,
  evaluators: [],
  journal: ${JSON.stringify(journal)},
};
`;

test("commands find the server that `dev` runs in the same folder, for as long as it runs", async () => {
  await using folder = await makeTemporaryDirectory();
  const dataDir = join(folder.path, "data");
  const env = { HONEYHIVE_DATA_DIR: dataDir };
  const announced = join(dataDir, "server.json");
  const other = join(folder.path, "other");
  await writeFile(other, "mine");
  await mkdir(dataDir);
  await symlink(other, announced);
  let stop = (): void => {};
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  let announce = (_: string): void => {};
  const greeting = new Promise<string>((resolve) => (announce = resolve));
  const serving = main(["dev", "--port", "0", "--json"], {
    env,
    stdout: announce,
    stderr: () => {},
    untilInterrupted: () => stopped,
  });
  const { url, apiKey } = JSON.parse(await greeting) as { url: string; apiKey: string };
  const call = createClient({ serverUrl: url, apiKey });
  await call("createRun", { body: { name: "on the server" } });

  expect((await runCommand(["runs", "list"], env)).out).toContain("on the server");
  // Who names a server means that one.
  const elsewhere = await runCommand(["runs", "list"], { ...env, HH_API_KEY: "another" });
  expect(elsewhere).toMatchObject({ code: 1, out: "" });

  expect((await runCommand(["doctor"], env)).out).toContain("key: the server takes it.");

  const file = join(folder.path, "a.eval.ts");
  await writeFile(file, evaluation(join(folder.path, "journal")));
  expect(await runCommand(["eval", file], env)).toMatchObject({
    code: 0,
    err: expect.stringContaining(`${url}/runs/`),
  });
  const { evaluations } = await call("listRuns", { query: { name: "of this folder" } });
  expect(evaluations).toMatchObject([{ status: "completed" }]);

  expect(await readFile(other, "utf8")).toBe("mine");
  expect((await stat(announced)).mode & 0o077).toBe(0);
  stop();
  expect(await serving).toBe(0);
  await expect(access(announced)).rejects.toThrow("ENOENT");
  const journals = await runCommand(["runs", "list"], env);
  expect(journals.out).not.toContain("on the server");
});

test("tests of commands find no server of the folder in which they run", async () => {
  await using folder = await makeTemporaryDirectory();
  const cwd = process.cwd();
  process.chdir(folder.path);
  onTestFinished(() => process.chdir(cwd));
  await mkdir(".honeyhive");
  const server = { url: "http://127.0.0.1:9", apiKey: "key", pid: process.pid };
  await writeFile(join(".honeyhive", "server.json"), JSON.stringify(server));
  // Whether or not somebody runs a server at the usual address.
  expect((await runCommand(["keys", "list"], {})).err).not.toContain("http://127.0.0.1:9");
});

test("what a killed server left, and addresses of other machines, are not believed", async () => {
  await using folder = await makeTemporaryDirectory();
  const env = { HONEYHIVE_DATA_DIR: folder.path };
  const file = join(folder.path, "server.json");
  const here = { url: "http://127.0.0.1:9", apiKey: "key", pid: process.pid };
  const asked = async (content: object | string): Promise<string> => {
    await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
    return (await runCommand(["datasets", "list"], env)).err;
  };
  expect(await asked(here)).toContain("http://127.0.0.1:9");
  for (const other of [
    { ...here, url: "http://honeyhive.example.com" },
    { ...here, pid: 2 ** 30 },
    { ...here, apiKey: undefined },
    "{",
  ]) {
    expect(await asked(other)).not.toContain("http://127.0.0.1:9");
  }
  expect(await readFile(file, "utf8")).toBe("{");
});

/** What `dev` prints, and what `keys list` in the same environment does while it runs. */
async function greetingOf(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ greeting: string; listed: number }> {
  let stop = (): void => {};
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  let announce = (_: string): void => {};
  const printed = new Promise<string>((resolve) => (announce = resolve));
  const serving = main(["dev", "--port", "0", ...argv], {
    env,
    stdout: announce,
    stderr: () => {},
    untilInterrupted: () => stopped,
  });
  const greeting = await printed;
  const { code } = await runCommand(["keys", "list"], env);
  stop();
  await serving;
  return { greeting, listed: code };
}

test("`dev` says that commands find it in the folder only where they do", async () => {
  await using folder = await makeTemporaryDirectory();
  const env = { HONEYHIVE_DATA_DIR: join(folder.path, "data") };
  const sentence = "in this folder needs neither";
  for (const argv of [[], ["--host", "0.0.0.0"]]) {
    const found = await greetingOf(argv, { ...env, HH_API_URL: "", HH_API_KEY: "" });
    expect([found.greeting.includes(sentence), found.listed]).toEqual([true, 0]);
  }
  const elsewhere = await greetingOf(["--data-dir", join(folder.path, "other")], env);
  expect([elsewhere.greeting.includes(sentence), elsewhere.listed]).toEqual([false, 1]);
});
