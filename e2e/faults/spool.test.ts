import { fileURLToPath } from "node:url";

import { makeTemporaryDirectory, startCollector } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { runNode, type NodeResult } from "../support/run-node.js";
import { obtainProject } from "../support/obtain-project.js";
import { startProxy } from "./start-proxy.js";

const count = 2000;

interface Case {
  readonly serverUrl: string;
  /** Default: one that a collector takes. */
  readonly apiKey?: string;
  readonly spool?: string;
  readonly count: number;
  readonly ending: "kill" | "exit" | "error" | "deliver";
}

test("a process killed while the server is gone loses nothing: the next one delivers each span once", async () => {
  await using directory = await makeTemporaryDirectory();
  const { url, apiKey, client } = await obtainProject();
  await using proxy = await startProxy(url);
  const common = { serverUrl: proxy.url, apiKey, spool: directory.path };
  await proxy.goAway();
  for (const round of ["first", "second"]) {
    const killed = await run({ ...common, count, ending: "kill" });
    expect([round, killed.exitCode, killed.stdout]).toEqual([round, null, "safe\n"]);
  }
  await proxy.comeBack();
  const next = await run({ ...common, count: 0, ending: "deliver" });
  expect(JSON.parse(next.stdout)).toMatchObject({
    exported: 0,
    dropped: 0,
    pending: 0,
    replayed: { spans: { accepted: count * 2, delivered: count * 2, dropped: 0, pending: 0 } },
  });
  const events = await exportAllEvents(client);
  const spans = events.filter(({ event_type: type }) => type !== "session");
  expect(spans).toHaveLength(count * 2);
  expect(new Set(spans.map(({ event_id: id }) => id)).size).toBe(count * 2);
  expect(new Set(spans.map(({ session_id: id }) => id)).size).toBe(2);
});

test("a process killed before slow answers is replayed, and the server keeps each span once", async () => {
  await using directory = await makeTemporaryDirectory();
  await using collector = await startCollector();
  const common = { serverUrl: collector.url, spool: directory.path };
  // Taken, but the answer never comes: the next process must send it again.
  collector.respondAlways({ kind: "delay", delayMs: 60_000 });
  expect((await run({ ...common, count, ending: "kill" })).stdout).toBe("safe\n");
  collector.respondAlways({ kind: "accept" });
  const next = await run({ ...common, count: 10, ending: "deliver" });
  expect(JSON.parse(next.stdout)).toMatchObject({
    exported: 10,
    dropped: 0,
    pending: 0,
    replayed: { spans: { accepted: count, delivered: count } },
  });
  expect(new Set(collector.spans.map(({ spanId }) => spanId)).size).toBe(count + 10);
});

test.each([
  ["exit", 3],
  ["error", 1],
] as const)("what waits at an %s is written before the process ends", async (ending, exitCode) => {
  await using directory = await makeTemporaryDirectory();
  await using collector = await startCollector();
  const common = { serverUrl: collector.url, spool: directory.path };
  collector.respondAlways({ kind: "refuse", status: 503 });
  const ended = await run({ ...common, count, ending });
  expect(ended.exitCode).toBe(exitCode);
  expect(ended.stderr).not.toContain("The program ends before");
  collector.respondAlways({ kind: "accept" });
  const next = await run({ ...common, count: 0, ending: "deliver" });
  expect(JSON.parse(next.stdout)).toMatchObject({
    pending: 0,
    replayed: { spans: { accepted: count, delivered: count } },
  });
  expect(new Set(collector.spans.map(({ spanId }) => spanId)).size).toBe(count);
});

function run(options: Case): Promise<NodeResult> {
  return runNode({
    program: fileURLToPath(new URL("./fixtures/spool.mjs", import.meta.url)),
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    environment: { FAULTS_CASE: JSON.stringify(options) },
    killAt: "safe",
  });
}
