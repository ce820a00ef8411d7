import { readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import type { ServerOptions } from "@honeyhive/server";

import type { CliIo } from "./cli-io.js";

/** How commands reach the server that runs in the same folder. */
export interface LocalServer {
  readonly url: string;
  readonly apiKey: string;
}

const fileName = "server.json";
const defaultFolder = ".honeyhive";

/**
 * Says where the server is as long as it runs; readable, as its key, for its user alone. A server over ClickHouse is
 * nobody's own, and is not announced.
 */
export async function announceLocalServer(
  { store, dataDir = defaultFolder }: Pick<ServerOptions, "store" | "dataDir">,
  { url, apiKey }: LocalServer,
): Promise<AsyncDisposable | undefined> {
  if (store !== undefined) return undefined;
  const file = join(resolve(dataDir), fileName);
  // Who listens on all addresses is reached at that of this machine.
  const here = url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:");
  const text = JSON.stringify({ url: here, apiKey, pid: process.pid });
  // Made anew: what was there may be readable for others, or lead elsewhere.
  await rm(file, { force: true });
  await writeFile(file, `${text}\n`, { mode: 0o600, flag: "wx" });
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
}

/**
 * The server that runs in this folder, where there is one and neither flags nor the environment name another. Only
 * addresses of this machine count: the file may have come with a folder of somebody else's.
 */
export async function findLocalServer(
  named: Partial<LocalServer>,
  { env }: Pick<CliIo, "env">,
): Promise<LocalServer | undefined> {
  // Variables that are empty say nothing.
  const names = [
    named.url,
    named.apiKey,
    env["HH_API_URL"] || undefined,
    env["HH_API_KEY"] || undefined,
  ];
  if (names.some((name) => name !== undefined)) return undefined;
  const folder = env["HONEYHIVE_DATA_DIR"] || defaultFolder;
  try {
    const text = await readFile(join(resolve(folder), fileName), "utf8");
    const { url, apiKey, pid } = JSON.parse(text) as Partial<LocalServer & { pid: number }>;
    if (url === undefined || apiKey === undefined || !isLoopback(url) || !isRunning(pid))
      return undefined;
    return { url, apiKey };
  } catch {
    // No server has run here, or it left nothing that can be read.
    return undefined;
  }
}

function isLoopback(url: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);
}

/** A server that was killed leaves its file. */
function isRunning(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
