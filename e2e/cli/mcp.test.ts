import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, test } from "vitest";

import { obtainProject } from "../support/obtain-project.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("coding agents ask `honeyhive mcp` with the protocol's own client, and leave no process behind", async () => {
  const project = await obtainProject();
  const body = { name: "nightly", status: "completed" } as const;
  const { run_id: runId } = await project.client("createRun", { body });
  const agent = join(root, "e2e/cli/fixtures/mcp-agent.mjs");
  const command = join(root, "packages/cli/dist/bin.js");
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [agent, command], {
    env: {
      ...process.env,
      HH_API_URL: project.url,
      HH_API_KEY: project.apiKey,
    },
  });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({
    server: "honeyhive",
    tools: expect.arrayContaining(["list_cases", "compare_runs", "find_events"]),
    runs: expect.stringMatching(new RegExp(`${runId} +completed .* nightly `)),
    wrong: { isError: true, text: expect.stringContaining("list_runs shows what there is") },
    isRunning: false,
  });
});
