import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { runCommand } from "../testing/run-command.js";
import { loadEnvFiles } from "./load-env-files.js";

test("sets what is not set, of two files what the later one says", async () => {
  await using folder = await makeTemporaryDirectory();
  const [one, two] = [join(folder.path, ".env"), join(folder.path, ".env.local")];
  await writeFile(one, "# Keys\nexport FIRST='of one'\nSECOND=of one\nSET=of one\n");
  await writeFile(two, "SECOND=of two");
  const env: Record<string, string | undefined> = { SET: "before" };
  loadEnvFiles([one, two], env);
  expect(env).toEqual({ FIRST: "of one", SECOND: "of two", SET: "before" });
});

test("reads files as editors of Windows write them", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = join(folder.path, ".env");
  await writeFile(path, "\ufeffFIRST=one\r\nSECOND=two\r\n");
  const env: Record<string, string | undefined> = {};
  loadEnvFiles([path], env);
  expect(env).toEqual({ FIRST: "one", SECOND: "two" });
});

test("says which file cannot be read", async () => {
  await using folder = await makeTemporaryDirectory();
  const missing = join(folder.path, ".env");
  expect(await runCommand(["eval", "--env-file", missing], {})).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^Expected --env-file to name a file of lines .*ENOENT/),
  });
});
