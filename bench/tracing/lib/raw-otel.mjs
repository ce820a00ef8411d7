import { sessionId } from "./payload.mjs";

/**
 * Raw OpenTelemetry as a careful user sets it up: always-on provider, official batch processor and exporter with their
 * defaults, input and output as JSON attributes, the session from the context.
 *
 * @param api the `@opentelemetry/api` module
 * @param createProvider makes a provider with the given processors before its batch processor
 * @param contextManager an enabled context manager
 */
export function createRawOtel({ api, createProvider, contextManager }) {
  const { context, createContextKey, SpanStatusCode } = api;
  const sessionKey = createContextKey("session");
  const stampSession = {
    onStart: (span, parentContext) => {
      const session = parentContext.getValue(sessionKey);
      if (session !== undefined) span.setAttribute("session.id", session);
    },
    onEnd: () => undefined,
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  context.setGlobalContextManager(contextManager);
  const provider = createProvider([stampSession]);
  const tracer = provider.getTracer("bench");

  const wrap = (fn) => (input) =>
    tracer.startActiveSpan(fn.name, async (span) => {
      span.setAttribute("input", JSON.stringify(input));
      try {
        const output = await fn(input);
        span.setAttribute("output", JSON.stringify(output));
        return output;
      } catch (error) {
        span.recordException(error);
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    });

  return {
    wrap,
    inSession: (index, fn) =>
      context.with(context.active().setValue(sessionKey, sessionId(index)), fn),
    createInstance: () => createProvider([]),
    flush: () => provider.forceFlush(),
    close: () => provider.shutdown(),
  };
}
