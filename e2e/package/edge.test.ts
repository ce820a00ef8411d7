import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { Buffer } from "node:buffer";
import { captureRejectionSymbol, errorMonitor, EventEmitter } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createContext, Script } from "node:vm";

import { makeTemporaryDirectory, startCollector } from "@honeyhive/testing";
import { rolldown } from "rolldown";
import { beforeAll, expect, test } from "vitest";

import { obtainPacked } from "../support/obtain-packed.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What both Cloudflare's and Vercel's runtimes have of Node: Vercel's has no more than these of each module. */
const allowed = {
  "node:async_hooks": { AsyncLocalStorage, AsyncResource },
  "node:buffer": { Buffer },
  "node:events": { EventEmitter, captureRejectionSymbol, errorMonitor },
};

/** A program of two sessions at once, with a model client's stream, as a request handler would have it. */
const program = `
  import { HoneyHiveTracer, trace } from "honeyhive";
  import { honeyhiveTelemetry } from "honeyhive/ai-sdk";

  const telemetry = honeyhiveTelemetry();

  const inner = trace(async function inner(name) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return name;
  });
  async function* count() { yield 1; yield 2; }

  globalThis.run = async ({ apiKey, serverUrl }) => {
    const tracer = await HoneyHiveTracer.init({ apiKey, serverUrl, sessionName: "edge" });
    const sessions = await Promise.all(["a", "b"].map((name) =>
      tracer.withSession({ name }, async (sessionId) => {
        await tracer.traceChain(async function outer() { return inner(name); })();
        telemetry.onStart({ callId: name, operationId: "ai.generateText", messages: name });
        telemetry.onEnd({ callId: name, text: "ok" });
        for await (const _ of tracer.traceTool(count)()) void _;
        return sessionId;
      }),
    ));
    await tracer.enrichSession({ metadata: { done: true } });
    const { exported, dropped, pending } = await tracer.flush();
    await tracer.shutdown();
    return { exported, dropped, pending, sessions };
  };
`;

let bundle: { readonly code: string; readonly imports: readonly string[] };

beforeAll(async () => {
  bundle = await bundleForEdge();
}, 120_000);

test("imports nothing of Node but what edge runtimes have", () => {
  expect(bundle.imports.filter((name) => !Object.hasOwn(allowed, name))).toEqual([]);
});

test("traces where there is neither process nor Buffer, each session apart, through fetch", async () => {
  await using collector = await startCollector();
  const runtime = createEdgeRuntime();
  new Script(bundle.code).runInContext(runtime);
  const run = (runtime as { readonly run: (options: object) => Promise<Outcome> }).run;
  const outcome = await run({ apiKey: "key", serverUrl: collector.url });
  expect(outcome).toMatchObject({ exported: 8, dropped: 0, pending: 0 });
  for (const [index, name] of ["a", "b"].entries()) {
    const own = collector.spans.filter(
      ({ attributes }) => attributes["honeyhive.session_id"] === outcome.sessions[index],
    );
    expect(own.map((span) => span.name).toSorted()).toEqual([
      "ai.generateText",
      "count",
      "inner",
      "outer",
    ]);
    const [inner, outer] = ["inner", "outer"].map((wanted) =>
      own.find((span) => span.name === wanted),
    );
    expect(inner?.attributes["honeyhive_inputs.name"]).toBe(name);
    expect(inner?.parentSpanId).toBe(outer?.spanId);
  }
  const paths = new Set(collector.requests.map(({ path }) => path));
  expect(paths).toEqual(new Set(["/session/start", "/opentelemetry/v1/traces", "/events"]));
});

interface Outcome {
  readonly sessions: readonly string[];
}

/** The program with all that it needs, for the condition that Vercel's bundler sets, as one script. */
async function bundleForEdge(): Promise<typeof bundle> {
  await using directory = await makeTemporaryDirectory();
  const modules = join(directory.path, "node_modules");
  await mkdir(modules);
  await cp((await obtainPacked()).folder, join(modules, "honeyhive"), { recursive: true });
  await symlink(join(root, "node_modules", "@opentelemetry"), join(modules, "@opentelemetry"));
  const input = join(directory.path, "program.mjs");
  await writeFile(input, program);
  const bundled = await rolldown({
    input,
    platform: "neutral",
    external: /^node:/,
    resolve: {
      conditionNames: ["edge-light", "import", "default"],
      mainFields: ["module", "main"],
    },
  });
  const file = join(directory.path, "bundle.js");
  const { output } = await bundled.write({
    file,
    format: "iife",
    codeSplitting: false,
    globals: (name) => `__builtins[${JSON.stringify(name)}]`,
  });
  await bundled.close();
  return { code: await readFile(file, "utf8"), imports: output[0].imports };
}

/** A context with the web's globals, timers that are numbers, and nothing of Node's. */
function createEdgeRuntime(): object {
  const timers = new Map<number, NodeJS.Timeout>();
  let count = 0;
  const start = (fn: () => void, delayMs?: number): number => {
    timers.set(++count, setTimeout(fn, delayMs));
    return count;
  };
  const context = {
    __builtins: allowed,
    console,
    fetch,
    Request,
    Response,
    Headers,
    URL,
    URLSearchParams,
    AbortController,
    AbortSignal,
    ReadableStream,
    TextEncoder,
    TextDecoder,
    crypto,
    performance,
    setTimeout: start,
    clearTimeout: (id: number) => clearTimeout(timers.get(id)),
    setInterval: start,
    clearInterval: (id: number) => clearTimeout(timers.get(id)),
  };
  return createContext(Object.assign(context, { globalThis: context }));
}
