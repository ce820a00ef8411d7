import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { waitFor } from "@honeyhive/testing";

export interface Demo extends AsyncDisposable {
  readonly stderr: () => string;
  /** Resolves to the first line that matches. */
  waitForLine(pattern: RegExp): Promise<string>;
  /** What Ctrl-C does. */
  interrupt(): void;
  /** Resolves to everything that was printed and the exit code. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly stdout: string }>;
}

const script = fileURLToPath(new URL("../../scripts/start.mjs", import.meta.url));
const mostMs = 100_000;

/** Runs `npm start` as a process of its own, on a free port, with its data in `dataDir`. */
export function startDemo(
  dataDir: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Demo {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(HH_|OTEL_|NODE_|OPENAI_|VITEST)/.test(name),
  );
  const child = spawn(process.execPath, [script, ...args], {
    env: {
      ...Object.fromEntries(inherited),
      HONEYHIVE_DATA_DIR: dataDir,
      HONEYHIVE_PORT: "0",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<{ exitCode: number | null; stdout: string }>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, stdout }));
  });
  return {
    stderr: () => stderr,
    waitForLine: (pattern) =>
      waitFor({
        what: `a line like ${String(pattern)}`,
        find: () => {
          const line = stdout.split("\n").find((candidate) => pattern.test(candidate));
          if (line === undefined && child.exitCode !== null) throw new Error(stdout + stderr);
          return line;
        },
        describe: () => stdout + stderr,
        timeoutMs: mostMs,
      }),
    interrupt: () => void child.kill("SIGINT"),
    ended,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
