import { cp, mkdir, readdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  makeTemporaryDirectory,
  startClickHouse,
  type TemporaryDirectory,
} from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { runNode } from "../support/run-node.js";
import { sendSpans } from "../web/otlp.js";
import { startServe } from "./start-serve.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
let directory: TemporaryDirectory;
let bin: string;

/** The packages as they are installed where chDB is not: everything else is there. */
beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  const modules = join(directory.path, "node_modules");
  await mkdir(join(modules, "@honeyhive"), { recursive: true });
  for (const name of ["cli", "server"]) {
    const target = join(modules, "@honeyhive", name);
    for (const part of ["package.json", "dist"]) {
      await cp(join(root, "packages", name, part), join(target, part), { recursive: true });
    }
  }
  const installed = await readdir(join(root, "node_modules"));
  const others = installed.filter((name) => !/^(\.|chdb$|@chdb$|@honeyhive$)/.test(name));
  for (const name of others) await symlink(join(root, "node_modules", name), join(modules, name));
  const contract = join("@honeyhive", "contract");
  await symlink(join(root, "node_modules", contract), join(modules, contract));
  bin = join(modules, "@honeyhive", "cli", "dist", "bin.js");
});

afterAll(() => directory[Symbol.asyncDispose]());

test("without the package chdb, the embedded store says what to do", async () => {
  expect(() => createRequire(bin).resolve("chdb")).toThrow(/Cannot find module/);
  const { exitCode, stderr } = await runNode({
    program: bin,
    cwd: directory.path,
    args: ["dev", "--port", "0", "--json"],
  });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /Expected the optional package `chdb` for the embedded store .* Install it with `npm install chdb`.*`honeyhive serve --store clickhouse:\/\/…`/s,
  );
  expect(stderr).not.toMatch(/\n\s+at /);
});

test("without the package chdb, a server over ClickHouse works", async () => {
  await using clickhouse = await startClickHouse();
  const options = { dataDir: directory.path, apiKey: "key-of-the-test", program: bin };
  await using server = await startServe({ ...options, store: clickhouse.storeUrl("without") });
  await sendSpans(server, [
    {
      traceId: "a".repeat(32),
      spanId: "b".repeat(16),
      name: "step",
      startMs: 1,
      endMs: 2,
      attributes: {},
    },
  ]);
  expect(
    await clickhouse.nodes[0]?.ask(
      "SELECT count() FROM events WHERE event_name = 'step'",
      "without",
    ),
  ).toBe("1");
});
