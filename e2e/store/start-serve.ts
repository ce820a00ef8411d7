import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { waitFor } from "@honeyhive/testing";

export interface Serve extends AsyncDisposable {
  readonly url: string;
  readonly apiKey: string;
  /** Ends it without giving it time for anything. */
  kill(): Promise<void>;
}

export interface ServeOptions {
  readonly store: string;
  readonly dataDir: string;
  readonly apiKey: string;
  /** The program of the command line. Default: the one that was built here. */
  readonly program?: string;
}

const bin = fileURLToPath(new URL("../../packages/cli/dist/bin.js", import.meta.url));

/** `honeyhive serve` in a process of its own, on a free port. */
export async function startServe({
  store,
  dataDir,
  apiKey,
  program = bin,
}: ServeOptions): Promise<Serve> {
  const child = spawn(process.execPath, [program, "serve", "--port", "0", "--json"], {
    env: {
      PATH: process.env["PATH"],
      HONEYHIVE_STORE: store,
      HONEYHIVE_DATA_DIR: dataDir,
      HONEYHIVE_API_KEY: apiKey,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  try {
    const line = await waitFor({
      what: "`honeyhive serve` to say where it is",
      find: () => {
        if (child.exitCode !== null) throw new Error(`\`honeyhive serve\` ended: ${output.stderr}`);
        return output.stdout.split("\n").find((candidate) => candidate.startsWith("{"));
      },
      describe: () => output.stdout + output.stderr,
      timeoutMs: 60_000,
    });
    // Printed by `--json`.
    const { url } = JSON.parse(line) as { url: string };
    return { url, apiKey, kill, [Symbol.asyncDispose]: kill };
  } catch (error) {
    await kill();
    throw error;
  }
}
