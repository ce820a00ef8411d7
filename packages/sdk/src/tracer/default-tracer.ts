import { processState } from "../core/process-state.js";
import { HoneyHiveTracer } from "./tracer.js";

/** Code outside any scope traces with this tracer from now on; undefined leaves it untraced. */
export function setDefaultTracer(tracer: HoneyHiveTracer | undefined): void {
  processState.defaultTracer = tracer;
}

/** The tracer of code outside any scope: the first one made, unless `setDefaultTracer` said otherwise. */
export function getDefaultTracer(): HoneyHiveTracer | undefined {
  const { defaultTracer } = processState;
  return defaultTracer instanceof HoneyHiveTracer ? defaultTracer : undefined;
}
