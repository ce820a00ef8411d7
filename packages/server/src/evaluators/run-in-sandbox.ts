import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";

import type { SandboxAnswer, SandboxMessage, SandboxTask } from "./sandbox-protocol.js";
import type { Sandbox } from "./sandboxes.js";

/** The thread itself must start, and load the interpreter, before the time of the code begins. */
const startupMs = 20_000;

export type CodeTask = Omit<SandboxTask, "timeLimitMs" | "memoryBytes">;

/** Runs one code evaluator on each event, in a thread that is gone afterwards. Rejects when the signal aborts. */
export async function runInSandbox(
  sandbox: Sandbox,
  task: CodeTask,
  signal?: AbortSignal,
): Promise<SandboxAnswer[]> {
  const answers: SandboxAnswer[] = [];
  while (answers.length < task.events.length) {
    const rest = { ...task, events: task.events.slice(answers.length) };
    const { answered, failure } = await runInThread(sandbox, rest, signal);
    answers.push(...answered);
    // Whatever ended the thread is of the event that it was at; the next thread goes on with those after it.
    if (failure !== undefined) answers.push({ kind: "failed", message: failure });
  }
  return answers;
}

interface ThreadRun {
  readonly answered: readonly SandboxAnswer[];
  /** Why there are no more answers. */
  readonly failure: string | undefined;
}

async function runInThread(
  sandbox: Sandbox,
  given: CodeTask,
  signal: AbortSignal | undefined,
): Promise<ThreadRun> {
  signal?.throwIfAborted();
  const { timeLimitMs, lastStepMs, memoryBytes } = sandbox;
  const task: SandboxTask = { ...given, timeLimitMs, memoryBytes };
  const worker = new Worker(locate(sandbox), {
    workerData: task,
    // The interpreter's memory is limited inside; this bounds what holds it.
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const answered: SandboxAnswer[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stop = (): void => {};
  try {
    const failure = await new Promise<string | undefined>((resolve, reject) => {
      stop = () => reject(signal?.reason as Error);
      signal?.addEventListener("abort", stop);
      const limit = (limitMs: number): void => {
        clearTimeout(timer);
        timer = setTimeout(() => resolve("The evaluator did not end in time."), limitMs);
      };
      limit(startupMs);
      worker.on("message", (message: SandboxMessage) => {
        if (message.kind === "started") return limit(timeLimitMs + lastStepMs);
        answered.push(message);
        if (answered.length === task.events.length) resolve(undefined);
        else limit(startupMs);
      });
      worker.once("error", (error) => resolve(`The sandbox failed: ${error.message}`));
      worker.once("exit", () => resolve("The sandbox ended without an answer."));
    });
    return { answered, failure };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    await worker.terminate();
  }
}

function locate({ worker }: Sandbox): string {
  return createRequire(import.meta.url).resolve(worker);
}
