import { trace as otelTrace } from "@opentelemetry/api";

import { leaveSpansOfAnthropic } from "./client-spans.js";
import { bindQueuesOfLangChain } from "./langchain-queue.js";
import { globalRouter } from "../otel/global-router.js";
import type { Logger } from "../lib/logger.js";
import type { Instrumentor } from "../core/instrumentor.js";
import { processState } from "../core/process-state.js";
import { describeError } from "../lib/describe-error.js";

/**
 * Binds instrumentations to the router, each once however many tracers ask for it. Call the result to let go: the last
 * one to do so gives them back to OpenTelemetry's global provider. What cannot be bound is left out with a warning.
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
    for (const instrumentor of bound) release(instrumentor, logger);
  };
}

function bind(instrumentor: Instrumentor, logger: Logger): boolean {
  try {
    const users = processState.instrumentors.get(instrumentor) ?? 0;
    if (users === 0) instrumentor.setTracerProvider(globalRouter);
    // The packages of OpenInference and OpenLLMetry are named after the client that they instrument.
    const { instrumentationName = "" } = instrumentor;
    if (instrumentationName.includes("anthropic")) leaveSpansOfAnthropic();
    if (instrumentationName.includes("langchain") && !bindQueuesOfLangChain()) warnOfQueues(logger);
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

function warnOfQueues(logger: Logger): void {
  logger.warn(
    "Expected `@langchain/core` beside the program, to run its callbacks in the sessions that they belong to, found none " +
      "(it may be bundled). Set LANGCHAIN_CALLBACKS_BACKGROUND=false, or runs at the same time may be taken for each other's.",
  );
}

/** Instrumentations are made with OpenTelemetry's global provider, which is whoever registers one next. */
function release(instrumentor: Instrumentor, logger: Logger): void {
  const users = (processState.instrumentors.get(instrumentor) ?? 1) - 1;
  if (users > 0) {
    processState.instrumentors.set(instrumentor, users);
    return;
  }
  processState.instrumentors.delete(instrumentor);
  try {
    instrumentor.setTracerProvider(otelTrace.getTracerProvider());
  } catch (error) {
    logger.debug(
      () => `an instrumentation could not be let go of: ${describeError(error).message}`,
    );
  }
}
