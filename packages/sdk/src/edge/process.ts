import { AsyncLocalStorage } from "node:async_hooks";
import { errorMonitor, EventEmitter } from "node:events";

/** What edge runtimes have of Node, by name: Vercel's has no more than some exports of each module. */
const builtins: Readonly<Record<string, unknown>> = {
  "node:async_hooks": { AsyncLocalStorage },
  // The runtime does not count who listens to a signal.
  "node:events": { errorMonitor, EventEmitter, setMaxListeners: () => undefined },
};

const found = (globalThis as { readonly process?: { readonly env?: NodeJS.ProcessEnv } }).process;

/**
 * Stands for Node's `process` inside the edge build, and nowhere else: the runtime's own is neither needed nor changed.
 */
export const process = {
  get env(): NodeJS.ProcessEnv {
    return found?.env ?? {};
  },
  argv: [] as readonly string[],
  // oxlint-disable-next-line no-console -- the only way to say something there
  stderr: { write: (line: string): void => console.error(line.trimEnd()) },
  cwd: (): string => "/",
  getBuiltinModule: (name: string): unknown => builtins[name],
};
