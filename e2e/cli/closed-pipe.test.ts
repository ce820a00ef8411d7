import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import type { EventInput } from "@honeyhive/contract";
import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { obtainProject } from "../support/obtain-project.js";

const command = join(fileURLToPath(new URL("../..", import.meta.url)), "packages/cli/dist/bin.js");

test("a reader that has seen enough ends an export, and is no error", async () => {
  const project = await obtainProject();
  // More than a pipe holds, in several pages.
  const text = "x".repeat(200);
  const events = Array.from({ length: 3_000 }, (_, index): EventInput => ({
    event_type: "tool",
    event_name: `event ${index}`,
    inputs: { text },
  }));
  await project.client("createEvents", { body: { events, single_session: true } });
  const script = `"${process.execPath}" "${command}" export | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = await promisify(execFile)("bash", ["-c", script], {
    env: {
      ...process.env,
      HH_API_URL: project.url,
      HH_API_KEY: project.apiKey,
    },
  });
  const [event = "", code] = stdout.split("\n");
  expect({ name: (JSON.parse(event) as { event_type: string }).event_type, code, stderr }).toEqual({
    name: "tool",
    code: "0",
    stderr: "",
  });
});

test.runIf(existsSync("/dev/full"))(
  "an answer for which there is no room is an error",
  async () => {
    const project = await obtainProject();
    const events = [{ event_type: "tool", event_name: "a", inputs: {} }] satisfies EventInput[];
    await project.client("createEvents", { body: { events, single_session: true } });
    const env = {
      ...process.env,
      HH_API_URL: project.url,
      HH_API_KEY: project.apiKey,
    };
    for (const line of ["export", "sessions list", "sessions list --json"]) {
      const script = `"${process.execPath}" "${command}" ${line} > /dev/full`;
      await expect(promisify(execFile)("bash", ["-c", script], { env })).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringMatching(
          /^Expected to write to stdout, got .*ENOSPC.*\.\n$/,
        ) as string,
      });
    }
  },
);

test("a server goes on when nobody reads its log any more", async () => {
  await using directory = await makeTemporaryDirectory();
  const flags = ["--port", "0", "--json", "--log-level", "info", "--data-dir", directory.path];
  const server = spawn(process.execPath, [command, "dev", ...flags]);
  const exit = once(server, "exit");
  const [line] = (await once(createInterface({ input: server.stdout }), "line")) as [string];
  const { url } = JSON.parse(line) as { url: string };
  server.stderr.destroy();
  // Each is a line of the log.
  for (const _ of [1, 2]) expect(await fetch(`${url}/health`)).toMatchObject({ status: 200 });
  server.kill("SIGTERM");
  expect(await exit).toEqual([0, null]);
});
