import type * as original from "../foreign/http-instrumentation.js";

/** OpenTelemetry's instrumentations of HTTP are for Node. */
export const holdHttpInstrumentation: typeof original.holdHttpInstrumentation = (logger) => {
  logger.warn(
    "Expected Node for `disableHttpTracing: false`, got an edge runtime. HTTP is not traced.",
  );
  return { ready: Promise.resolve(), release: () => undefined };
};
