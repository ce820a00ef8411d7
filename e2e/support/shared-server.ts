import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import type { TestProject } from "vitest/node";

/** How the files of a run reach the server that they share. */
export interface SharedServer {
  readonly url: string;
  /** The server's own key, which makes projects. */
  readonly apiKey: string;
  /** The file in which it says what is wrong. */
  readonly logPath: string;
}

declare module "vitest" {
  interface ProvidedContext {
    sharedServer: SharedServer;
  }
}

const bin = fileURLToPath(new URL("../../packages/cli/dist/bin.js", import.meta.url));
/** After that it is killed; its store ends with it. */
const graceMs = 5000;

/** Vitest calls it before all files of a run: `honeyhive dev`, which the end of the run stops. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await makeTemporaryDirectory();
  const logPath = join(directory.path, "log");
  const log = await open(logPath, "w");
  const flags = ["--port", "0", "--json", "--data-dir", join(directory.path, "data")];
  const child = spawn(process.execPath, [bin, "dev", ...flags], {
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", log.fd],
  });
  await log.close();
  const gone = once(child, "exit");
  const dieWithTests = (): void => void child.kill("SIGKILL");
  process.once("exit", dieWithTests);
  try {
    const { url, apiKey } = await readAddress(child);
    project.provide("sharedServer", { url, apiKey, logPath });
  } catch (error) {
    child.kill("SIGKILL");
    const text = await readFile(logPath, "utf8");
    await directory[Symbol.asyncDispose]();
    throw new Error(`Expected the server of the tests to start, but it did not: ${text}`, {
      cause: error,
    });
  }
  return async () => {
    process.off("exit", dieWithTests);
    const text = await stop(child, gone, logPath);
    await directory[Symbol.asyncDispose]();
    if (text !== undefined) {
      throw new Error(`Expected the server of the tests to run until their end. Its log:\n${text}`);
    }
  };
}

async function readAddress({
  stdout,
}: ChildProcess): Promise<Pick<SharedServer, "url" | "apiKey">> {
  if (stdout === null) throw new TypeError("Expected a pipe.");
  for await (const line of createInterface({ input: stdout })) {
    // Printed by `--json`.
    return JSON.parse(line) as Pick<SharedServer, "url" | "apiKey">;
  }
  throw new Error("It ended without saying where it is.");
}

/** Its log, where it had ended before. */
async function stop(
  child: ChildProcess,
  gone: Promise<unknown>,
  logPath: string,
): Promise<string | undefined> {
  if (child.exitCode !== null || child.signalCode !== null) return readFile(logPath, "utf8");
  child.kill("SIGTERM");
  const killing = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await gone;
  clearTimeout(killing);
  return undefined;
}
