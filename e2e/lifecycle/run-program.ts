import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface ProgramRun {
  /** One of the endings of `fixtures/program.mjs`. */
  readonly ending: string;
  readonly collectorUrl: string;
  /** Sent, one after the other, once the program has traced its call. */
  readonly signals?: readonly NodeJS.Signals[];
  readonly flushTimeoutMs?: number;
  /** Of a second server. */
  readonly otherUrl?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ProgramResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From the first signal, or the start, to the end. */
  readonly tookMs: number;
}

const program = fileURLToPath(new URL("./fixtures/program.mjs", import.meta.url));

/** Runs the program as it is published, in a process of its own, to its end. */
export function runProgram(run: ProgramRun): Promise<ProgramResult> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(HH_|OTEL_|NODE_)/.test(name),
  );
  const child = spawn(process.execPath, [program, run.ending], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    env: {
      ...Object.fromEntries(inherited),
      COLLECTOR_URL: run.collectorUrl,
      FLUSH_TIMEOUT_MS: String(run.flushTimeoutMs ?? 3000),
      OTHER_URL: run.otherUrl ?? "",
      ...run.environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  let startMs = performance.now();
  let hasSignalled = false;
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
    if (hasSignalled || !output.stdout.includes("traced")) return;
    hasSignalled = true;
    startMs = performance.now();
    for (const [index, signal] of (run.signals ?? []).entries()) {
      // Signals that come at the same moment are one to the system.
      setTimeout(() => child.kill(signal), index * 300);
    }
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode, signal) =>
      resolve({ exitCode, signal, ...output, tookMs: performance.now() - startMs }),
    );
  });
}
