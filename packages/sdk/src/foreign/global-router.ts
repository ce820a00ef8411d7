import type { Context, Tracer, TracerProvider } from "@opentelemetry/api";

import { createOtelTracer } from "../otel/core-tracer.js";
import { currentProvider, ownsProvider } from "../otel/global-provider.js";
import { processState } from "../process-state.js";
import { scopeOf } from "../scope/active-scope.js";
import type { TracerCore } from "../tracer-core.js";

/**
 * A tracer provider that belongs to no tracer: each span goes to the tracer in whose scope it starts, outside any scope
 * to the default one, and nowhere when there is none. Instrumentations are bound to it once, for all tracers.
 */
export const globalRouter: TracerProvider = {
  getTracer: (name: string, version?: string): Tracer =>
    createOtelTracer(resolveCore, { name, version }),
};

/**
 * The router as OpenTelemetry's global provider. Libraries keep the tracers that they were given for ever: when the
 * application registers a provider of its own later, theirs go there from then on.
 */
export const globalDelegate: TracerProvider = {
  getTracer: (name: string, version?: string): Tracer => {
    const routed = globalRouter.getTracer(name, version);
    const current = (): Tracer =>
      ownsProvider() ? routed : currentProvider().getTracer(name, version);
    return {
      startSpan: (...args) => current().startSpan(...args),
      startActiveSpan: (...args: readonly unknown[]) => {
        const tracer = current();
        // The overloads are passed on as they came.
        const start = tracer.startActiveSpan.bind(tracer) as (...all: readonly unknown[]) => never;
        return start(...args);
      },
    };
  },
};

function resolveCore(context: Context): TracerCore | undefined {
  return scopeOf(context)?.core ?? processState.defaultTracer?.core;
}
