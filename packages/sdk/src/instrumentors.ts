import type { TracerProvider } from "@opentelemetry/api";

import { globalRouter } from "./global-router.js";
import { processState } from "./process-state.js";

/** What OpenTelemetry instrumentations (OpenInference, OpenLLMetry, …) have in common. */
export interface Instrumentor {
  setTracerProvider(provider: TracerProvider): void;
  enable?(): void;
  disable?(): void;
}

/**
 * Binds instrumentations to the router, each once however many tracers ask for it. Call the result to let go: the last
 * one to do so disables them.
 */
export function bindInstrumentors(instrumentors: readonly Instrumentor[]): () => void {
  for (const instrumentor of instrumentors) {
    const users = processState.instrumentors.get(instrumentor) ?? 0;
    if (users === 0) instrumentor.setTracerProvider(globalRouter);
    processState.instrumentors.set(instrumentor, users + 1);
  }
  let isBound = true;
  return () => {
    if (!isBound) return;
    isBound = false;
    for (const instrumentor of instrumentors) release(instrumentor);
  };
}

/** The router stays bound: it passes through when no tracer is there, and the host may have enabled this itself. */
function release(instrumentor: Instrumentor): void {
  const users = (processState.instrumentors.get(instrumentor) ?? 1) - 1;
  if (users > 0) processState.instrumentors.set(instrumentor, users);
  else processState.instrumentors.delete(instrumentor);
}
