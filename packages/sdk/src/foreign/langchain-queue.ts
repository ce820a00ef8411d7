import { processState } from "../core/process-state.js";
import type { AnyFunction } from "../lib/any-function.js";
import { bindScope } from "../scope/bind-scope.js";

/**
 * LangChain calls its handlers, and with `maxConcurrency` its models, from queues of p-queue 6: what waits there runs in
 * the context of whatever has ended before it, which is as often as not another session's. From now on it runs in the
 * scope of the code that put it there. Says whether the program has a LangChain whose queues are bound. Looks once.
 */
export function bindQueuesOfLangChain(): boolean {
  processState.bindsLangChain ??= bindQueues(programs().map(findQueue));
  return processState.bindsLangChain;
}

function bindQueues(queues: readonly (Queue | undefined)[]): boolean {
  for (const queue of new Set(queues)) {
    if (queue === undefined) continue;
    const { add } = queue;
    queue.add = function (task, ...rest) {
      return add.call(this, typeof task === "function" ? bindScope(task) : task, ...rest);
    };
  }
  return queues.some((queue) => queue !== undefined);
}

/** Files from whose places the program's packages are looked for. */
function programs(): readonly (string | undefined)[] {
  return [process.argv[1], `${process.cwd()}/package.json`];
}

function findQueue(program: string | undefined): Queue | undefined {
  try {
    const { createRequire } = process.getBuiltinModule("node:module");
    const langChain = createRequire(program ?? "").resolve("@langchain/core/callbacks/manager");
    // The package is CommonJS; what it exports has this shape or is another version's, which needs no help.
    const loaded = createRequire(langChain)("p-queue") as QueueModule;
    const queue = loaded.default?.prototype;
    return typeof queue?.add === "function" ? queue : undefined;
  } catch {
    // The program has no LangChain, or the runtime no packages: there is nothing to bind.
    return undefined;
  }
}

interface Queue {
  add: (this: unknown, task: AnyFunction, ...rest: unknown[]) => unknown;
}

interface QueueModule {
  readonly default?: { readonly prototype?: Queue };
}
