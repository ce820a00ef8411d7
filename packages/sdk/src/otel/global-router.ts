import type { Context, Tracer, TracerProvider } from "@opentelemetry/api";

import { createOtelTracer } from "./core-tracer.js";
import { delegatingTracer } from "./delegating-tracer.js";
import { currentProvider, ownsProvider } from "../globals/global-provider.js";
import { processState } from "../core/process-state.js";
import { scopeOf } from "../scope/active-scope.js";
import type { TracerCore } from "../core/tracer-core.js";

/**
 * A tracer provider that belongs to no tracer: each span goes to the tracer in whose scope it starts, outside any scope
 * to the default one, and nowhere when there is none. Instrumentations are bound to it once, for all tracers.
 */
export const globalRouter: TracerProvider = {
  getTracer: (name: string, version?: string): Tracer =>
    createOtelTracer(resolveCore, { name, version }),
};

/**
 * The router as OpenTelemetry's global provider. When the application registers a provider of its own later,
 * the tracers that libraries were given go there from then on.
 */
export const globalDelegate: TracerProvider = {
  getTracer: (name: string, version?: string): Tracer => {
    const routed = globalRouter.getTracer(name, version);
    return delegatingTracer(() =>
      ownsProvider() ? routed : currentProvider().getTracer(name, version),
    );
  },
};

function resolveCore(context: Context): TracerCore | undefined {
  return scopeOf(context)?.core ?? processState.defaultTracer?.core;
}
