import { processState } from "../core/process-state.js";
import type { LiveTracer } from "../core/tracer-core.js";
import type { HoneyHiveTracer } from "./tracer.js";

/** Code outside any scope traces with this tracer from now on; undefined leaves it untraced. */
export function setDefaultTracer(tracer: HoneyHiveTracer | undefined): void {
  processState.defaultTracer = tracer;
}

/** The tracer of code outside any scope: the first one made, unless `setDefaultTracer` said otherwise. */
export function getDefaultTracer(): HoneyHiveTracer | undefined {
  const { defaultTracer } = processState;
  return isTracer(defaultTracer) ? defaultTracer : undefined;
}

/** Not `instanceof`: another copy of this package has a class of its own. */
function isTracer(tracer: LiveTracer | undefined): tracer is HoneyHiveTracer {
  return tracer !== undefined && "withSession" in tracer;
}
