import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { makeTemporaryDirectory, startClickHouse } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { runCommand, type CommandResult } from "../testing/run-command.js";
import { startCommand } from "./store-flags.js";

/** A server is stopped once it has said where it is. */
async function run(...argv: readonly string[]): Promise<CommandResult> {
  let out = "";
  let print = (): void => {};
  const printed = new Promise<void>((resolve) => (print = resolve));
  const stdout = (text: string): void => {
    out += text;
    print();
  };
  const result = await runCommand(argv, {}, { stdout, untilInterrupted: () => printed });
  return { ...result, out };
}

test("an embedded store is made, looked at, copied to a server, and looked at there", async () => {
  await using folder = await makeTemporaryDirectory();
  await using clickhouse = await startClickHouse();
  const from = join(folder.path, "data");
  const to = clickhouse.storeUrl("copied");

  expect(await run("dev", "--port", "0", "--data-dir", from, "--json")).toMatchObject({ code: 0 });
  expect(await run("store", "migrate", "--store", from)).toMatchObject({
    code: 0,
    out: "The tables were up to date.\n",
  });
  const copied = await run("store", "copy", "--from", from, "--to", to);
  expect(copied).toMatchObject({ code: 0 });
  expect(copied.out).toMatch(
    /^Copied .*data to clickhouse:.*copied\.\n\nTABLE +ROWS +OF DELETED +/,
  );
  expect(copied.out).toMatch(/^entities +2 +0 +[0-9a-f]{16} +equal$/m);
  expect(copied.err).toMatch(/^Start a server over it: honeyhive serve --store clickhouse:\S+$/m);

  const status = await run("store", "status", "--store", to.replace("://", "://default:@"));
  expect(status).toMatchObject({ code: 0 });
  expect(status.out).toMatch(
    /^clickhouse:\/\/\*\*\*@127\.0\.0\.1:\d+\/copied: clickhouse, 1 shard$/m,
  );
  expect(status.out).toMatch(/^version \d+, up to date$/m);
  expect(status.out).toMatch(/^TABLE +ROWS +SIZE +PARTS\n[^]*^entities +2 +[\d.]+ K?B +\d+$/m);
  const json = JSON.parse((await run("store", "status", "--store", from, "--json")).out) as object;
  expect(json).toMatchObject({ engine: "chdb", store: from });
});

test("a store is backed up, and comes back where it is asked for", async () => {
  await using folder = await makeTemporaryDirectory();
  const [store, target] = [join(folder.path, "data"), join(folder.path, "backup")];
  expect(await run("dev", "--port", "0", "--data-dir", store, "--json")).toMatchObject({ code: 0 });
  const backup = await run("store", "backup", target, "--store", store);
  expect(backup).toMatchObject({
    code: 0,
    err: expect.stringMatching(/^entities: 2 rows$/m) as string,
  });
  expect(backup.err).toContain(`honeyhive store restore ${target} --store <an empty store>\n`);
  expect(backup.out).toMatch(/^Backed up .* version \d+ of the tables\.\n\nTABLE +ROWS +/);
  expect(backup.out).toMatch(/^entities +2 +0 +[\d.]+ K?B$/m);
  expect(await run("store", "restore", target, "--store", store)).toEqual({
    code: 1,
    out: "",
    err:
      `Expected an empty store to restore to, got rows in \`entities\` of \`${store}\`. ` +
      "Name another store, or replace what it has by --force.\n",
  });
  const restored = await run("store", "restore", target, "--store", store, "--force", "--json");
  expect(JSON.parse(restored.out)).toMatchObject({
    tables: expect.arrayContaining([
      { name: "entities", rows: 2, deleted: 0, expired: 0 },
    ]) as unknown,
  });
});

/** The engine of a server, which may be gone, over a data directory. */
async function holdStore(dataDir: string, serverPid: number | undefined): Promise<ChildProcess> {
  const options = { serverPid, dataDir, memoryBytes: 1e9, readers: 1 };
  const host = createRequire(import.meta.resolve("@honeyhive/server")).resolve(
    "@honeyhive/server/store-host",
  );
  const child = fork(host, [JSON.stringify(options)], { serialization: "advanced" });
  expect(await once(child, "message")).toContainEqual({ kind: "ready" });
  return child;
}

test("commands say for which store they wait whose server was killed, and go on once it is free", async () => {
  await using folder = await makeTemporaryDirectory();
  const store = join(folder.path, "data");
  expect(await run("dev", "--port", "0", "--data-dir", store, "--json")).toMatchObject({ code: 0 });
  const commands = [
    ["status"],
    ["migrate"],
    ["retain", "default", "--days", "1"],
    ["backup", join(folder.path, "backup")],
  ];
  for (const argv of commands) {
    const gone = spawn(process.execPath, ["-e", ""]);
    await once(gone, "exit");
    const host = await holdStore(store, gone.pid);
    let told = "";
    const { code } = await runCommand(
      ["store", ...argv, "--store", store],
      {},
      {
        stderr: (text) => {
          told += text;
          if (told.startsWith("Waiting for")) host.kill("SIGKILL");
        },
      },
    );
    expect([argv[0], code, told]).toEqual([
      argv[0],
      0,
      expect.stringMatching(`^Waiting for .*process ${gone.pid}.* ${store}: at most 30 s`),
    ]);
  }
});

test("commands do not wait for a store whose server runs, and name the server", async () => {
  await using folder = await makeTemporaryDirectory();
  const store = join(folder.path, "data");
  expect(await run("dev", "--port", "0", "--data-dir", store, "--json")).toMatchObject({ code: 0 });
  const host = await holdStore(store, process.pid);
  const { code, err } = await run("store", "status", "--store", store);
  host.kill("SIGKILL");
  await once(host, "exit");
  expect([code, err]).toEqual([1, expect.stringContaining(`server (process ${process.pid})`)]);
  expect(err).not.toContain("Waiting");
});

test("what nothing brings back is asked about first", async () => {
  expect(await run("store", "erase", "demo")).toEqual({
    code: 2,
    out: "",
    err:
      "Expected --yes, because only a backup brings back what `demo` has. " +
      "Make one with `honeyhive store backup <directory>`, then say --yes.\n",
  });
});

test("a directory without a store is made none by what looks into it", async () => {
  await using folder = await makeTemporaryDirectory();
  const store = join(folder.path, "mistyped");
  const commands = [
    ["status", "--store", store],
    ["backup", join(folder.path, "backup"), "--store", store],
    ["copy", "--from", store, "--to", join(folder.path, "copy")],
    ["retain", "demo", "--days", "1", "--store", store],
    ["erase", "demo", "--yes", "--store", store],
  ];
  for (const argv of commands) {
    const { code, err } = await run("store", ...argv);
    expect([code, err]).toEqual([1, expect.stringContaining(`with a store, got \`${store}\``)]);
  }
  expect(readdirSync(folder.path)).toEqual([]);
});

test("a database that a ClickHouse does not have is made by nothing that looks into it", async () => {
  await using folder = await makeTemporaryDirectory();
  await using clickhouse = await startClickHouse();
  const store = clickhouse.storeUrl("mistyped");
  const commands = [
    ["status", "--store", store],
    ["backup", join(folder.path, "backup"), "--store", store],
    ["copy", "--from", store, "--to", join(folder.path, "copy")],
    ["retain", "demo", "--days", "1", "--store", store],
    ["erase", "demo", "--yes", "--store", store],
  ];
  for (const argv of commands) {
    const { code, err } = await run("store", ...argv);
    expect([argv[0], code, err]).toEqual([
      argv[0],
      1,
      expect.stringContaining("a database with a store, got `mistyped`"),
    ]);
  }
  const names = await fetch(`http://${clickhouse.nodes[0]?.host}/?query=SHOW%20DATABASES`);
  expect(await names.text()).not.toContain("mistyped");
});

test("retention and erasing say what was done, and of which projects they know", async () => {
  await using folder = await makeTemporaryDirectory();
  const store = join(folder.path, "data");
  expect(await run("dev", "--port", "0", "--data-dir", store, "--json")).toMatchObject({ code: 0 });
  expect(await run("store", "retain", "default", "--days", "30", "--store", store)).toEqual({
    code: 0,
    out: "The events that default has are kept for 30 days after their start.\n",
    err: "For those to come: HONEYHIVE_RETENTION_PROJECTS=default=30 honeyhive serve\n",
  });
  expect(await run("store", "erase", "default", "--yes", "--store", store)).toMatchObject({
    out: "Erased everything that default had but its keys.\n",
  });
  for (const argv of [
    ["retain", "defalut", "--days", "1"],
    ["erase", "defalut", "--yes"],
  ]) {
    expect(await run("store", ...argv, "--store", store)).toMatchObject({
      code: 1,
      err: expect.stringContaining("got `defalut`. The store has default.") as string,
    });
  }
});

test("serve asks for the store that it is to keep things in", async () => {
  const { code, err } = await run("serve");
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringMatching(
      /--store clickhouse:\/\/… or HONEYHIVE_STORE, got neither/,
    ) as unknown,
  });
});

test("serve says what is wrong with an address, without its password", async () => {
  const { code, err } = await run("serve", "--store", "clickhouse://me:secret@host/db?clutser=a");
  expect(code).toBe(2);
  expect(err).toMatch(/got `clutser`: `clickhouse:\/\/\*\*\*@host\/db\?clutser=a`/);
});

test("the commands that are printed can be given to a shell as they are", async () => {
  await using folder = await makeTemporaryDirectory();
  const [from, target] = [join(folder.path, "my data"), join(folder.path, "my backup")];
  await run("store", "migrate", "--store", from);
  const { err } = await run("store", "backup", target, "--store", from);
  expect(err).toContain(`honeyhive store restore '${target}' --store`);
  expect(startCommand("clickhouse://a:8123,b:8123/traces?cluster=main&replicated=0")).toBe(
    "honeyhive serve --store 'clickhouse://a:8123,b:8123/traces?cluster=main&replicated=0'",
  );
});
