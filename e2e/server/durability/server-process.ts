import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { createClient, type Client } from "@honeyhive/contract";

export interface ServerProcess {
  readonly pid: number;
  readonly url: string;
  readonly apiKey: string;
  readonly client: Client;
  /** SIGKILL to the server. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGKILL to the process of the store below the server. */
  killStoreHost(): void;
}

const program = fileURLToPath(new URL("fixtures/server.mjs", import.meta.url));

/** A server on a data directory, or over the store that is named, in a process of its own. */
export async function startServerProcess(
  dataDir: string,
  store: string = dataDir,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program, dataDir, store], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const firstLine = new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once("line", resolve),
  );
  const line = await Promise.race([firstLine, gone]);
  if (line === undefined) throw new Error(`Expected the server to start, but it ended: ${stderr}`);
  // Printed by the fixture.
  const { url, apiKey } = JSON.parse(line) as { url: string; apiKey: string };
  return {
    pid: child.pid ?? 0,
    url,
    apiKey,
    client: createClient({ serverUrl: url, apiKey }),
    kill: () => {
      child.kill("SIGKILL");
      return gone;
    },
    killStoreHost: () => {
      for (const pid of childrenOf(child.pid ?? 0)) process.kill(pid, "SIGKILL");
    },
  };
}

/** Linux tells the children of each thread. */
function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.split(" ").filter(Boolean).map(Number);
}
