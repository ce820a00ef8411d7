import type { TracerProvider } from "@opentelemetry/api";

import { globalRouter } from "./global-router.js";
import type { Logger } from "../logger.js";
import { processState } from "../process-state.js";
import { describeError } from "../wrap/record-error.js";

/** What OpenTelemetry instrumentations (OpenInference, OpenLLMetry, …) have in common. */
export interface Instrumentor {
  setTracerProvider(provider: TracerProvider): void;
  enable?(): void;
  disable?(): void;
}

/**
 * Binds instrumentations to the router, each once however many tracers ask for it. Call the result to let go: the last
 * one to do so disables them. What cannot be bound is left out with a warning.
 */
export function bindInstrumentors(
  instrumentors: readonly Instrumentor[],
  logger: Logger,
): () => void {
  const bound = instrumentors.filter((instrumentor) => bind(instrumentor, logger));
  let isBound = true;
  return () => {
    if (!isBound) return;
    isBound = false;
    for (const instrumentor of bound) release(instrumentor);
  };
}

function bind(instrumentor: Instrumentor, logger: Logger): boolean {
  try {
    const users = processState.instrumentors.get(instrumentor) ?? 0;
    if (users === 0) instrumentor.setTracerProvider(globalRouter);
    processState.instrumentors.set(instrumentor, users + 1);
    return true;
  } catch (error) {
    logger.warn(
      `Expected each of \`instrumentors\` to be an OpenTelemetry instrumentation, got one that cannot be bound: ` +
        `${describeError(error).message}. It is left out; pass an instance, such as \`new OpenAIInstrumentation()\`.`,
    );
    return false;
  }
}

/** The router stays bound: it passes through when no tracer is there, and the host may have enabled this itself. */
function release(instrumentor: Instrumentor): void {
  const users = (processState.instrumentors.get(instrumentor) ?? 1) - 1;
  if (users > 0) processState.instrumentors.set(instrumentor, users);
  else processState.instrumentors.delete(instrumentor);
}
