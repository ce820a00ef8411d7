import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { startServer } from "@honeyhive/server";
import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { runCommand, type CommandResult } from "../testing/run-command.js";
import { checkNode, type Finding } from "./checks.js";

const run = (
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> => runCommand(["doctor", ...argv], env);

/** A port on which something answers that is no HoneyHive server. */
async function occupiedPort(): Promise<AsyncDisposable & { port: number }> {
  const server = createServer((_request, response) => response.end("hello"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("finds nothing wrong with a running server and its key", async () => {
  await using directory = await makeTemporaryDirectory();
  await using server = await startServer({ port: 0, dataDir: directory.path });
  const env = { HONEYHIVE_PORT: String(server.port), HH_API_URL: server.url };
  const { code, out } = await run(["--json"], { ...env, HH_API_KEY: server.apiKey });
  const findings = JSON.parse(out) as Finding[];
  expect(findings.map(({ name, state }) => `${name} ${state}`)).toEqual([
    "node ok",
    "store ok",
    "port ok",
    "server ok",
    "key ok",
  ]);
  expect(code).toBe(0);
  const wrong = await run(["--json", "--api-key", "wrong"], env);
  expect(wrong.code).toBe(1);
  expect((JSON.parse(wrong.out) as Finding[]).at(-1)).toMatchObject({
    name: "key",
    state: "failed",
    help: expect.stringContaining("honeyhive dev") as string,
  });
});

test("says which command helps when the port is taken and the server is not one", async () => {
  await using other = await occupiedPort();
  const { code, out } = await run([], {
    HONEYHIVE_PORT: String(other.port),
    HH_API_URL: `http://127.0.0.1:${other.port}`,
  });
  expect(code).toBe(1);
  expect(out).toContain(`honeyhive dev --port ${other.port + 1}`);
  expect(out).toMatch(/FAIL {2}server: .*\n +Start one with `honeyhive dev`/);
  expect(out).toContain("HH_API_KEY is not set");
});

test("knows which Node is too old", async () => {
  const states = ["18.20.0", "20.18.1", "20.19.0", "26.0.0"].map(
    async (version) => (await checkNode(version)).state,
  );
  expect(await Promise.all(states)).toEqual(["failed", "failed", "ok", "ok"]);
});
