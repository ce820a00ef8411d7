import { join } from "node:path";

import { createClient, type ApiKey } from "@honeyhive/contract";
import { startServer, type RunningServer } from "@honeyhive/server";
import { makeTemporaryDirectory, type TemporaryDirectory } from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { runCommand, type CommandResult } from "../testing/run-command.js";

let folder: TemporaryDirectory;
let server: RunningServer;
beforeAll(async () => {
  folder = await makeTemporaryDirectory();
  const keys = { "key-of-the-shop": "shop" };
  server = await startServer({ port: 0, dataDir: join(folder.path, "data"), keys });
});
afterAll(async () => {
  await server.close();
  await folder[Symbol.asyncDispose]();
});

const run = (...argv: readonly string[]): Promise<CommandResult> =>
  runCommand(["keys", ...argv], { HH_API_URL: server.url, HH_API_KEY: server.apiKey });

test("a key is created for a project with its scopes, listed without itself, and revoked", async () => {
  const created = await run("create", "collector", "--project", "shop", "--scopes", "write");
  expect([created.code, created.err]).toEqual([
    0,
    expect.stringMatching(
      /^A key of project shop that may write; keep it, .* honeyhive keys revoke \w+\n$/,
    ),
  ]);
  const apiKey = created.out.trim();
  const call = createClient({ serverUrl: server.url, apiKey });
  await call("createSession", { body: {} });
  await expect(call("listRuns", {})).rejects.toMatchObject({ status: 403 });

  const listed = await run("list", "--project", "shop", "--json");
  const keys = JSON.parse(listed.out) as ApiKey[];
  const known = keys.find(({ name }) => name === "collector");
  expect(known).toMatchObject({ project: "shop", scopes: ["write"] });
  expect(listed.out).not.toContain(apiKey);
  expect((await run("list")).out).not.toContain("collector");

  const id = known?.key_id ?? "";
  expect((await run("revoke", id)).code).toBe(1);
  expect((await run("revoke", id, "--project", "shop")).code).toBe(0);
  await expect(call("createSession", { body: {} })).rejects.toMatchObject({ status: 401 });
});

test("scopes that do not exist, and keys that may not, are refused with what to do", async () => {
  const wrong = await run("create", "x", "--scopes", "everything");
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining("read, write, admin")]);
  const foreign = await run("create", "x", "--project", "default", "--api-key", "key-of-the-shop");
  expect([foreign.code, foreign.err]).toEqual([1, expect.stringContaining("own project")]);
});

test("what cannot be asked is not taken for a server that cannot be reached, and why one cannot is said", async () => {
  const env = { HH_API_URL: server.url, HH_API_KEY: server.apiKey };
  const list = (other: Readonly<Record<string, string>>): Promise<CommandResult> =>
    runCommand(["keys", "list"], { ...env, ...other });
  expect(await list({ HH_API_URL: "127.0.0.1:4747" })).toMatchObject({
    code: 2,
    err: expect.stringContaining("got `127.0.0.1:4747`. Correct --url or HH_API_URL") as string,
  });
  expect(await list({ HH_API_KEY: "ключ" })).toMatchObject({
    code: 2,
    err: expect.stringContaining("Expected an API key of letters") as string,
  });
  expect((await run("revoke", "")).err).toContain('Expected `key_id` to be an id, got ""');
  expect((await list({ HH_API_URL: "http://127.0.0.1:1" })).err).toMatch(
    /could not be reached: .*(ECONNREFUSED|bad port)/,
  );
  // As if it was not there: the usual address, where no server has this key.
  expect((await list({ HH_API_URL: "" })).code).toBe(1);
});
