import { fileURLToPath } from "node:url";

import { startCollector, type Collector } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { runNode, type NodeResult } from "../support/run-node.js";

test("sends what waits when the program runs out of work", async () => {
  await using collector = await startCollector();
  const result = await runFixture("exit.mjs", collector, { count: 3000 });
  expect(result).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  expect(collector.spans).toHaveLength(3000);
});

test("keeps spans in order and delivers them all when the clock jumps", async () => {
  await using collector = await startCollector();
  const { stdout, exitCode } = await runFixture("clock.mjs", collector, { count: 300 });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ exported: 300, dropped: 0, pending: 0 });
  const negative = collector.spans.filter(
    ({ startTimeUnixNano, endTimeUnixNano }) => BigInt(endTimeUnixNano) < BigInt(startTimeUnixNano),
  );
  expect(negative).toEqual([]);
});

test.each([
  { ways: "are collected without a shutdown", isShutDown: false, kept: 0 },
  { ways: "are shut down, though the program keeps them", isShutDown: true, kept: 10_000 },
])("leaves nothing of 10,000 tracers that $ways", async ({ isShutDown, kept }) => {
  await using collector = await startCollector();
  const { stdout, stderr, exitCode } = await runFixture(
    "collect.mjs",
    collector,
    { count: 10_000, isShutDown },
    ["--expose-gc"],
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const { state, before, after, ...rest } = JSON.parse(stdout) as Record<string, unknown>;
  expect(rest).toEqual({ kept });
  expect(state).toEqual({ registry: 0, pipelines: 0, installations: 0, hasDefault: false });
  expect(after).toEqual(before);
  expect(collector.spans).toHaveLength(1000);
});

function runFixture(
  name: string,
  collector: Collector,
  options: { readonly count: number; readonly isShutDown?: boolean },
  nodeArguments: readonly string[] = [],
): Promise<NodeResult> {
  const fixture = fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
  const statePath = new URL("../../packages/sdk/dist/core/process-state.js", import.meta.url).href;
  return runNode({
    program: fixture,
    nodeArguments,
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    environment: {
      FAULTS_CASE: JSON.stringify({ ...options, serverUrl: collector.url, statePath }),
    },
  });
}
