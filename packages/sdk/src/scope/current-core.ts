import { processState } from "../core/process-state.js";
import type { TracerCore } from "../core/tracer-core.js";
import { currentScope } from "./active-scope.js";

/** Finds the tracer of the running code: the scope's, else the default one. */
export function currentCore(): TracerCore | undefined {
  return currentScope()?.core ?? processState.defaultTracer?.core;
}
