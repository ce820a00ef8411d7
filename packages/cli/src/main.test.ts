import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createClient } from "@honeyhive/contract";
import { expect, onTestFinished, test } from "vitest";

import type { CliIo } from "./cli-io.js";
import { main } from "./main.js";
import { isolated } from "./testing/isolated.js";
import { runCommand } from "./testing/run-command.js";

interface TestIo extends AsyncDisposable {
  readonly io: CliIo;
  readonly dataDir: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the first thing that is printed. */
  readonly printed: Promise<string>;
  interrupt(): void;
}

async function testIo(env?: CliIo["env"]): Promise<TestIo> {
  const dataDir = await mkdtemp(join(tmpdir(), "honeyhive-cli-"));
  let [stdout, stderr] = ["", ""];
  let interrupt = (): void => {};
  const interrupted = new Promise<void>((resolve) => (interrupt = resolve));
  let onPrint = (_: string): void => {};
  const printed = new Promise<string>((resolve) => (onPrint = resolve));
  return {
    dataDir,
    printed,
    stdout: () => stdout,
    stderr: () => stderr,
    interrupt: () => interrupt(),
    io: {
      env: isolated(env),
      stdout: (text) => {
        stdout += text;
        onPrint(text);
      },
      stderr: (text) => void (stderr += text),
      untilInterrupted: () => interrupted,
    },
    [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true, force: true }),
  };
}

test("dev serves until it is interrupted, and says where as JSON", async () => {
  await using terminal = await testIo();
  const argv = ["dev", "--port", "0", "--data-dir", terminal.dataDir, "--json"];
  const finished = main(argv, terminal.io);
  const { url, apiKey, project } = JSON.parse(await terminal.printed) as Record<string, string>;
  expect(project).toBe("default");
  expect(await createClient({ serverUrl: url ?? "" })("getHealth", {})).toHaveProperty(
    "status",
    "ok",
  );
  const env = { HH_API_URL: url ?? "", HH_API_KEY: apiKey ?? "" };
  const call = createClient({ serverUrl: url ?? "", apiKey });
  const { run_id } = await call("createRun", { body: { name: "nightly", status: "completed" } });

  await using list = await testIo(env);
  expect(await main(["runs", "list"], list.io)).toBe(0);
  expect(list.stdout()).toMatch(new RegExp(`^RUN .*\\n${run_id} +completed .* 0 +nightly +–\\n$`));

  await using show = await testIo(env);
  expect(await main(["runs", "show", run_id, "--json"], show.io)).toBe(0);
  expect(JSON.parse(show.stdout())).toHaveProperty("run_object.run_id", run_id);

  await using unknown = await testIo(env);
  expect(await main(["runs", "show", "nope"], unknown.io)).toBe(1);
  expect(unknown.stderr()).toContain("`honeyhive runs list` shows what there is");

  terminal.interrupt();
  expect(await finished).toBe(0);
  await expect(fetch(`${url}/health`)).rejects.toThrow();
});

test("a server that is asked to stop while it waits for its store does", async () => {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const { port } = silent.address() as AddressInfo;
  await using terminal = await testIo({ HONEYHIVE_STORE: `clickhouse://127.0.0.1:${port}/x` });
  const finished = main(["serve", "--port", "0"], terminal.io);
  await once(silent, "connection");
  terminal.interrupt();
  expect(await finished).toBe(0);
  expect(terminal.stderr()).toBe("Stopping before the server has started.\n");
  expect(terminal.stdout()).toBe("");
});

test("dev greets people with the address and the key", async () => {
  await using terminal = await testIo();
  const finished = main(["dev", "--port", "0", "--data-dir", terminal.dataDir], terminal.io);
  const greeting = await terminal.printed;
  terminal.interrupt();
  expect(greeting).toMatch(/HoneyHive is running at http:\/\/127\.0\.0\.1:\d+/);
  expect(greeting).toMatch(/HH_API_KEY=hh_local_\S+/);
  expect(await finished).toBe(0);
});

test("dev keeps a key to itself that it was given, since logs are made of what it prints", async () => {
  await using terminal = await testIo({ HONEYHIVE_API_KEY: "a-given-key" });
  const finished = main(["dev", "--port", "0", "--data-dir", terminal.dataDir], terminal.io);
  const greeting = await terminal.printed;
  terminal.interrupt();
  expect(greeting).toContain("HH_API_KEY=… (the one that HONEYHIVE_API_KEY or the file gives)");
  expect(greeting + terminal.stderr()).not.toContain("a-given-key");
  expect(await finished).toBe(0);
});

test("says which version it is", async () => {
  const manifest = await readFile(new URL("../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  expect(await runCommand(["--version"], {})).toMatchObject({ code: 0, out: `${version}\n` });
  expect(await runCommand(["-v"], {})).toMatchObject({ code: 0, out: `${version}\n` });
});

test("says which command helps when there is no server", async () => {
  await using terminal = await testIo();
  const argv = ["runs", "list", "--url", "http://127.0.0.1:1"];
  expect(await main(argv, terminal.io)).toBe(1);
  expect(terminal.stderr()).toContain("honeyhive dev");
  expect(terminal.stdout()).toBe("");
});

test("answers a wrong command line with a code of its own", async () => {
  await using terminal = await testIo();
  expect(await main(["dev", "--port", "many"], terminal.io)).toBe(2);
  expect(await main(["dev", "--port", ""], terminal.io)).toBe(2);
  expect(terminal.stderr()).toContain("port from 0 to 65535");
  expect(await main(["--help"], terminal.io)).toBe(0);
  expect(terminal.stdout()).toContain("dev");
});

/** The words of every command, as the help of the one above it lists them. */
async function commandsBelow(words: readonly string[]): Promise<string[][]> {
  const { out } = await runCommand([...words, "--help"], {});
  const [list = ""] = out.split("\nCommands:\n")[1]?.split("\n\n") ?? [];
  const names = [...list.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name = ""]) => name);
  const below = names
    .filter((name) => name !== "help")
    .map((name) => commandsBelow([...words, name]));
  return [[...words], ...(await Promise.all(below)).flat()];
}

test.each([
  { HONEYHIVE_PORT: "many" },
  { HONEYHIVE_PRICES: "/nowhere/prices.json" },
  { HONEYHIVE_TLS_CERT: "/nowhere/cert.pem", HONEYHIVE_TLS_KEY: "/nowhere/key.pem" },
  { HONEYHIVE_CONFIG: "/nowhere/server.json" },
  { HONEYHIVE_STORE: "clickhouse://host:0/traces" },
])("a server that is told %j ends with the code of a wrong command line", async (env) => {
  await using terminal = await testIo({ HONEYHIVE_PORT: "0", ...env });
  expect(await main(["dev", "--data-dir", terminal.dataDir], terminal.io)).toBe(2);
  expect(terminal.stderr()).toMatch(/^Expected .*(many|nowhere|host:0)/);
});

test("the help of every command has examples, and its errors end with its help", async () => {
  const commands = await commandsBelow([]);
  expect(commands.length).toBeGreaterThan(20);
  for (const words of commands) {
    const { out } = await runCommand([...words, "--help"], {});
    expect(out).toMatch(new RegExp(`\nExamples:\n(.*\\n)*? .*honeyhive ${words.join(" ")}`));
    const { code, err } = await runCommand([...words, "--no-such-flag"], {});
    const help = ["See honeyhive", ...words, "--help\n"].join(" ");
    expect([words, code, err]).toEqual([words, 2, expect.stringContaining(help)]);
  }
  expect(await runCommand(["datasets", "push", "cases.txt"], {})).toMatchObject({
    code: 1,
    err: expect.stringMatching(/got cases\.txt\. See honeyhive datasets push --help\n$/),
  });
  expect(await runCommand(["eval", "--cache", "a.eval.ts"], {})).toMatchObject({
    code: 2,
    err: expect.stringContaining("Put files before --cache."),
  });
});
