import type { Tracer } from "@opentelemetry/api";

/** A tracer that asks at each span which tracer it stands for: libraries keep the one that they were given for ever. */
export function delegatingTracer(current: () => Tracer): Tracer {
  return {
    startSpan: (...args) => current().startSpan(...args),
    startActiveSpan: (...args: readonly unknown[]) => {
      const tracer = current();
      // The overloads are passed on as they came.
      const start = tracer.startActiveSpan.bind(tracer) as (...all: readonly unknown[]) => never;
      return start(...args);
    },
  };
}
