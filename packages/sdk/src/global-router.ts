import type { Context, Tracer, TracerProvider } from "@opentelemetry/api";

import { createOtelTracer } from "./otel/core-tracer.js";
import { processState } from "./process-state.js";
import { scopeOf } from "./active-scope.js";
import type { TracerCore } from "./tracer-core.js";

/**
 * A tracer provider that belongs to no tracer: each span goes to the tracer in whose scope it starts, outside any scope
 * to the default one, and nowhere when there is none. Instrumentations are bound to it once, for all tracers.
 */
export const globalRouter: TracerProvider = {
  getTracer: (name: string, version?: string): Tracer =>
    createOtelTracer(resolveCore, { name, version }),
};

function resolveCore(context: Context): TracerCore | undefined {
  return scopeOf(context)?.core ?? processState.defaultTracer?.core;
}
