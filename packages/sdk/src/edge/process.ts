import * as asyncHooks from "node:async_hooks";
import * as events from "node:events";
import * as util from "node:util";

/** What edge runtimes have of Node. */
const builtins: Readonly<Record<string, unknown>> = {
  "node:async_hooks": asyncHooks,
  "node:events": events,
  "node:util": util,
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
