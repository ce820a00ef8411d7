/** The thread that runs one evaluator in JavaScript, on each event in an interpreter of its own. See README.md for what keeps it in. */
import { parentPort, workerData } from "node:worker_threads";

import variant from "@jitl/quickjs-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  shouldInterruptAfterDeadline,
  type QuickJSContext,
  type QuickJSSyncVariant,
} from "quickjs-emscripten-core";

import {
  failed,
  readAnswer,
  type SandboxAnswer,
  type SandboxMessage,
  type SandboxTask,
} from "./sandbox-protocol.js";

const maxStackBytes = 256 * 1024;

/** Runs inside: finds the function, calls it, and leaves what came of it as text. */
const program = `(() => {
  const { code, event } = globalThis.given;
  delete globalThis.given;
  const say = (answer) => { globalThis.answer = JSON.stringify(answer); };
  const fail = (error) => say({ kind: "failed", message: String(error) });
  const find = () => {
    try {
      return (0, eval)("(" + code + "\\n)");
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      (0, eval)(code);
      return globalThis.evaluate;
    }
  };
  try {
    const evaluate = find();
    if (typeof evaluate !== "function") {
      throw new TypeError("Expected the code to be a function, or to define one called evaluate(event).");
    }
    const done = (value) => say({ kind: "returned", json: JSON.stringify(value) ?? "null" });
    const result = evaluate(JSON.parse(event));
    if (typeof result?.then === "function") result.then(done).then(undefined, fail);
    else done(result);
  } catch (error) {
    fail(error);
  }
})()`;

// Written by `runInSandbox`.
const { events, ...task } = workerData as SandboxTask;
for (const event of events) say(await run(task, event));

function say(message: SandboxMessage): void {
  parentPort?.postMessage(message);
}

async function run(
  { code, timeLimitMs, memoryBytes }: Omit<SandboxTask, "events">,
  event: string,
): Promise<SandboxAnswer> {
  const quickJs = await newQuickJSWASMModuleFromVariant(
    // Its types are those of its CommonJS build, where the default export is one level further in.
    variant as unknown as QuickJSSyncVariant,
  );
  const runtime = quickJs.newRuntime();
  runtime.setMemoryLimit(memoryBytes);
  runtime.setMaxStackSize(maxStackBytes);
  runtime.setInterruptHandler(shouldInterruptAfterDeadline(Date.now() + timeLimitMs));
  const context = runtime.newContext();
  const given = context.newObject();
  context.setProp(given, "code", context.newString(code));
  context.setProp(given, "event", context.newString(event));
  context.setProp(context.global, "given", given);
  say({ kind: "started" });
  const started = context.evalCode(program);
  if (started.error !== undefined) return failed(describeThrown(context.dump(started.error)));
  const settled = runtime.executePendingJobs();
  if (settled.error !== undefined) return failed(describeThrown(context.dump(settled.error)));
  return readResult(context);
}

function readResult(context: QuickJSContext): SandboxAnswer {
  const text: unknown = context.dump(context.getProp(context.global, "answer"));
  return typeof text === "string"
    ? readAnswer(text)
    : failed("Expected a result, but the promise of the evaluator never settled.");
}

function describeThrown(thrown: unknown): string {
  const { name, message } = Object(thrown) as { name?: unknown; message?: unknown };
  return message === undefined ? String(thrown) : `${String(name)}: ${String(message)}`;
}
