import { execFile } from "node:child_process";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { makeTemporaryDirectory, type TemporaryDirectory } from "@honeyhive/testing";
import { afterAll, beforeAll, expect, it } from "vitest";

import { runNode } from "../../support/run-node.js";
import { startOwnServer } from "../../support/start-own-server.js";

const version = "1.0.42";
const fixture = fileURLToPath(new URL("fixtures/official-1.0.cjs", import.meta.url));

let tree: TemporaryDirectory;

// A registry takes as long as it takes.
beforeAll(async () => {
  tree = await makeTemporaryDirectory();
  await writeFile(
    join(tree.path, "package.json"),
    JSON.stringify({ private: true, dependencies: { honeyhive: version } }),
  );
  const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  await promisify(execFile)("npm", install, { cwd: tree.path });
}, 300_000);

afterAll(() => tree[Symbol.asyncDispose]());

it(`honeyhive@${version}, unmodified, finds everything that it expects of a server`, async () => {
  await using test = await startOwnServer();
  const program = join(tree.path, "program.cjs");
  await copyFile(fixture, program);
  const { exitCode, stdout, stderr } = await runNode({
    program,
    cwd: tree.path,
    environment: { HH_API_KEY: test.apiKey, HH_API_URL: test.url },
  });
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(/^RESULT (.*)$/m.exec(stdout)?.[1] ?? "{}")).toEqual({
    events: {
      session: "official",
      events: ["session official", "tool lookup"],
      model: ["gpt-4o", "gpt-4o"],
      updated: expect.objectContaining({ metrics: { good: 1 }, outputs: { answer: 2 } }),
      batch: 2,
    },
    datasets: { dataset: ["renamed", 2], datapoint: { q: "d" }, datapoints: 3, deleted: true },
    evaluation: { status: "completed", runs: 1, metrics: [["exact", 0.5]], compared: 2 },
    traced: ["session traced", "tool increment"],
    removed: 2,
  });
});
