import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";

import type { SandboxAnswer, SandboxTask } from "./sandbox-protocol.js";

/** The thread itself must start, and load the interpreter, before the time of the code begins. */
const startupMs = 20_000;

/** Runs one code evaluator in a thread of its own, which is gone afterwards. Never rejects. */
export async function runInSandbox(task: SandboxTask): Promise<SandboxAnswer> {
  const worker = new Worker(locateWorker(), {
    workerData: task,
    // The interpreter's memory is limited inside; this bounds what holds it.
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<SandboxAnswer>((resolve) => {
      const fail = (message: string): void => resolve({ kind: "failed", message });
      worker.once("message", resolve);
      worker.once("error", (error) => fail(`The sandbox failed: ${error.message}`));
      worker.once("exit", () => fail("The sandbox ended without an answer."));
      // Only if the interpreter does not stop by itself.
      timer = setTimeout(
        () => fail("The sandbox did not answer in time."),
        startupMs + task.timeLimitMs,
      );
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function locateWorker(): string {
  return createRequire(import.meta.url).resolve("@honeyhive/server/evaluator-sandbox");
}
