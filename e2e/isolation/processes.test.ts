import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { startCollector, type CollectedSpan } from "@honeyhive/testing";
import { HoneyHiveTracer } from "honeyhive";
import { expect, test } from "vitest";

import { runNode } from "../support/run-node.js";

const requests = 20;
const cwd = fileURLToPath(new URL("..", import.meta.url));
const fixture = (name: string): string =>
  fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

test("two services in two processes make one trace in one session of a request", async () => {
  await using collector = await startCollector();
  const serverUrl = collector.url;
  const program = fixture("service.mjs");
  const back = spawn(process.execPath, [program, JSON.stringify({ role: "back", serverUrl })], {
    cwd,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const backendUrl = await firstOutput(back);
  const users = Array.from({ length: requests }, (_, index) => `user ${index}`);
  const front = { role: "front", serverUrl, backendUrl, users };
  const result = await runNode({ program, cwd, args: [JSON.stringify(front)] });
  expect(result).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  back.stdin?.end();
  await once(back, "close");

  // The question, and what the backend does for it.
  expect(collector.spans).toHaveLength(requests * 3);
  const sessions = new Set(collector.spans.map(sessionOf));
  expect(sessions.size).toBe(requests);
  for (const session of sessions) {
    const spans = collector.spans.filter((span) => sessionOf(span) === session);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    const ids = new Set(spans.map(({ spanId }) => spanId));
    const roots = spans.filter(({ parentSpanId = "" }) => !ids.has(parentSpanId));
    expect(roots.map(({ name }) => name)).toEqual(["ask the backend"]);
  }
});

test("a child process goes on where the code that started it is", async () => {
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({ serverUrl: collector.url, apiKey: "key" });
  const start = tracer.traceFunction({ eventName: "parent" })(async () => {
    const environment = { HH_API_KEY: "key", HH_API_URL: collector.url };
    return runNode({ program: fixture("child.mjs"), cwd, environment: tracer.inject(environment) });
  });
  const sessionIds = await Promise.all(
    ["one", "two"].map((name) =>
      tracer.withSession({ name }, async (sessionId) => {
        expect(await start()).toEqual({ exitCode: 0, stdout: "", stderr: "" });
        return sessionId;
      }),
    ),
  );
  await tracer.flush();
  for (const sessionId of sessionIds) {
    const own = collector.spans.filter((span) => sessionOf(span) === sessionId);
    const [parent, child] = ["parent", "child"].map((name) => own.find((s) => s.name === name));
    expect(own).toHaveLength(2);
    expect(child?.traceId).toBe(parent?.traceId);
    expect(child?.parentSpanId).toBe(parent?.spanId);
  }
});

function sessionOf(span: CollectedSpan): string {
  return String(span.attributes["honeyhive.session_id"]);
}

async function firstOutput(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout ?? child, "data")) as [Buffer];
  return chunk.toString("utf8");
}
