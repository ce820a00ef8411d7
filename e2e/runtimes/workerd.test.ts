import { execFile, spawn } from "node:child_process";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import {
  makeTemporaryDirectory,
  startCollector,
  startModelServer,
  type Collector,
} from "@honeyhive/testing";
import { obtainShared } from "@honeyhive/testing/shared";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";

import { obtainPacked } from "../support/obtain-packed.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = fileURLToPath(new URL("./fixtures/cloudflare-worker.mjs", import.meta.url));

test("Cloudflare's workerd: requests that share a tracer are recorded, each in its session", async () => {
  await using collector = await startCollector();
  await using model = await startModelServer({ latency: 0 });
  await using worker = await startWorker({
    COLLECTOR_URL: collector.url,
    MODEL_URL: model.baseUrl,
    MODEL_KEY: model.apiKey,
  });
  // Each round finds what the requests of the one before have left.
  for (const mode of ["plain", "stream", "read", "handedOn", "plain"]) {
    const before = collector.spans.length;
    const requests = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const who = `Bee ${mode} ${index}`;
        const query = new URLSearchParams({ mode, who });
        const response = await fetch(`${worker.url}/?${query.toString()}`);
        return { who, text: await response.text(), sessionId: response.headers.get("session-id") };
      }),
    );
    await collector.waitForSpans(before + 2 * requests.length);
    for (const { who, text, sessionId } of requests) {
      if (mode === "handedOn") expect(text).toContain("data: [DONE]");
      else expect(text).toBe(`${who} makes honey.`);
      expect(eventsOf(collector, sessionId)).toEqual([
        `openai.chat.completions: ${who} makes honey.`,
        "think: undefined",
      ]);
    }
  }
});

function eventsOf(collector: Collector, sessionId: string | null): string[] {
  return collector.spans
    .filter(({ attributes }) => attributes["honeyhive.session_id"] === sessionId)
    .map(({ name, attributes }) => `${name}: ${String(attributes["honeyhive_outputs.content"])}`)
    .toSorted();
}

interface Worker extends AsyncDisposable {
  readonly url: string;
}

async function startWorker(bindings: Readonly<Record<string, string>>): Promise<Worker> {
  const directory = await makeTemporaryDirectory();
  await writeFile(join(directory.path, "worker.js"), await bundle(directory.path));
  const configuration = join(directory.path, "worker.capnp");
  await writeFile(configuration, describeWorker(bindings));
  const child = spawn(await obtainWorkerd(), ["serve", "--control-fd=3", configuration], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  // The fourth of its files is a pipe, as asked for.
  const lines = createInterface({ input: child.stdio[3] as Readable });
  const port = await new Promise<number>((resolve, reject) => {
    lines.once("line", (line) => resolve((JSON.parse(line) as { port: number }).port));
    child.once("exit", (code) => reject(new Error(`workerd ended with ${code}.`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await directory[Symbol.asyncDispose]();
    },
  };
}

async function bundle(directory: string): Promise<string> {
  const modules = join(directory, "node_modules");
  await mkdir(modules);
  await cp((await obtainPacked()).folder, join(modules, "honeyhive"), { recursive: true });
  for (const name of ["@opentelemetry", "openai"]) {
    await symlink(join(root, "node_modules", name), join(modules, name));
  }
  const input = join(directory, "program.mjs");
  await cp(program, input);
  const bundled = await rolldown({
    input,
    platform: "neutral",
    external: /^(node|cloudflare):/,
    resolve: {
      conditionNames: ["workerd", "import", "default"],
      mainFields: ["module", "main"],
    },
  });
  const { output } = await bundled.generate({ format: "esm", codeSplitting: false });
  await bundled.close();
  return output[0].code;
}

const version = "1.20260426.1";

/** Its package for each platform has the program. */
async function obtainWorkerd(): Promise<string> {
  const architecture = process.arch === "x64" ? "64" : process.arch;
  const name = `@cloudflare/workerd-${process.platform}-${architecture}`;
  const path = await obtainShared(`workerd-${version}`, async (cwd) => {
    const flags = ["--no-audit", "--no-fund", "--prefer-offline"];
    await promisify(execFile)("npm", ["install", ...flags, `${name}@${version}`], { cwd });
  });
  return join(path, "node_modules", name, "bin", "workerd");
}

function describeWorker(bindings: Readonly<Record<string, string>>): string {
  const texts = Object.entries(bindings).map(
    ([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`,
  );
  return `
    using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [
        (name = "main", worker = .main),
        (name = "internet", network = (allow = ["public", "private"])),
      ],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
    );
    const main :Workerd.Worker = (
      modules = [(name = "worker", esModule = embed "worker.js")],
      compatibilityDate = "2026-04-01",
      compatibilityFlags = ["nodejs_compat"],
      bindings = [${texts.join(", ")}],
    );
  `;
}
