import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { obtainNode } from "../support/obtain-node.js";
import { runNode } from "../support/run-node.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** What rests most on Node itself: asynchronous contexts, the binding of the embedded store, sockets and signals. */
const tests = [
  "packages/sdk/src/scope",
  "packages/sdk/src/session",
  "packages/sdk/src/evals/limits/time-limits.test.ts",
  "packages/server/src/store/chdb",
  "packages/server/src/start-server.test.ts",
];

// All tests under another Node: `npm run test:node -- 24`.
test(
  "isolation, the embedded store and a server's start are the same under Node 24",
  { timeout: 300_000 },
  async () => {
    const { exitCode, stdout } = await runNode({
      program: "node_modules/vitest/vitest.mjs",
      args: ["run", "--project", "unit", "--project", "server", "--reporter=json", ...tests],
      cwd: root,
      nodePath: await obtainNode("24"),
    });
    const { numPassedTests, testResults } = JSON.parse(stdout.slice(stdout.indexOf("{"))) as {
      readonly numPassedTests: number;
      readonly testResults: readonly { readonly status: string; readonly name: string }[];
    };
    expect(testResults.filter(({ status }) => status !== "passed")).toEqual([]);
    expect(numPassedTests).toBeGreaterThan(80);
    expect(exitCode).toBe(0);
  },
);
