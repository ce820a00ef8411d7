import { spawn } from "node:child_process";

export interface NodeRun {
  readonly program: string;
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The Node to run with. Default: the one that runs the tests. */
  readonly nodePath?: string;
  readonly args?: readonly string[];
  /** Options of Node's own. */
  readonly nodeArguments?: readonly string[];
  /** Kills the process (SIGKILL) as soon as it has written this to stdout. */
  readonly killAt?: string;
  /** As Ctrl-C does, as soon as it has written this to stderr. */
  readonly interruptAt?: string;
}

export interface NodeResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** For programs that are to say what their evaluations came to, as they do where no test runs them. */
export const outsideOfTests = { VITEST: "" };

/** Runs a program to its end in a process of its own, without the `HH_*`, `HONEYHIVE_*`, `OTEL_*` and `GITHUB_*` variables of this one. */
export function runNode(run: NodeRun): Promise<NodeResult> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(HH_|HONEYHIVE_|OTEL_|NODE_|GITHUB_)/.test(name),
  );
  const nodeArguments = [...(run.nodeArguments ?? []), run.program, ...(run.args ?? [])];
  const child = spawn(run.nodePath ?? process.execPath, nodeArguments, {
    cwd: run.cwd,
    env: { ...Object.fromEntries(inherited), ...run.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
    if (run.killAt !== undefined && output.stdout.includes(run.killAt)) child.kill("SIGKILL");
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
    if (run.interruptAt !== undefined && output.stderr.includes(run.interruptAt))
      child.kill("SIGINT");
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, ...output }));
  });
}
