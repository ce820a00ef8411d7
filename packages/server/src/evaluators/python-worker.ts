/** The thread that runs one evaluator in Python. See README.md for what keeps it in. */
import { parentPort, workerData } from "node:worker_threads";

import { Fd, File, OpenFile, WASI, wasi } from "@bjorn3/browser_wasi_shim";

import { pythonProgram } from "./python-program.js";
import {
  failed,
  readAnswer,
  type SandboxAnswer,
  type SandboxMessage,
  type SandboxTask,
} from "./sandbox-protocol.js";
import { webAssembly } from "./web-assembly.js";

const maxLine = 1024 * 1024;

/** A stream of the interpreter, line by line. */
class Lines extends Fd {
  readonly #onLine: (line: string) => void;
  readonly #decoder = new TextDecoder();
  #rest = "";

  constructor(onLine: (line: string) => void) {
    super();
    this.#onLine = onLine;
  }

  override fd_write(data: Uint8Array): { ret: number; nwritten: number } {
    const lines = (this.#rest + this.#decoder.decode(data, { stream: true })).split("\n");
    this.#rest = lines.pop() ?? "";
    lines.forEach(this.#onLine);
    if (this.#rest.length > maxLine) throw new Error("The evaluator wrote too much.");
    return { ret: wasi.ERRNO_SUCCESS, nwritten: data.byteLength };
  }
}

// Written by `runInSandbox`.
const { events, module: python, ...task } = workerData as SandboxTask;
if (python === undefined) throw new TypeError("Expected the interpreter, got none.");
let answered = 0;
while (answered < events.length) answered += await runSome(python, events.slice(answered));

function say(message: SandboxMessage): void {
  parentPort?.postMessage(message);
}

/**
 * Runs the code on one event after the other in one interpreter, until that ends; says what came of each, and gives how
 * many these were, at least one. The interpreter sees an argument, three streams, a clock and random numbers; no folder,
 * no variable, no network, and nothing that it could wait for.
 */
async function runSome(interpreter: object, given: readonly string[]): Promise<number> {
  let [count, startedAt] = [0, -1];
  let ended = "The evaluator ended its interpreter.";
  const start = (): void => {
    // Code that says so again has no more time for that.
    if (startedAt < count) say({ kind: "started" });
    startedAt = count;
  };
  const tell = (answer: SandboxAnswer): void => {
    if (count < given.length) say(answer);
    count += 1;
  };
  const input = [JSON.stringify(task), ...given, ""].join("\n");
  const streams = [
    new OpenFile(new File(new TextEncoder().encode(input))),
    new Lines((line) => {
      if (line === "started") start();
      else if (line !== "") tell(readAnswer(line));
    }),
    new Lines((line) => (ended = `The interpreter failed: ${line}`)),
  ];
  const system = new WASI(["python", "-ISBc", pythonProgram], [], streams, { debug: false });
  try {
    const imports = { ...system.wasiImport, poll_oneoff: () => wasi.ERRNO_NOTSUP };
    const instance = await webAssembly.instantiate(interpreter, {
      wasi_snapshot_preview1: imports,
    });
    // What every program for such a system exports.
    system.start(instance as Parameters<WASI["start"]>[0]);
  } catch (error) {
    ended = `The interpreter failed: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (count === 0) tell(failed(ended));
  return count;
}
