import { createRawOtel } from "./raw-otel.mjs";

/** The packages of raw OpenTelemetry 2.12 with one of its two exporters. */
export function otel2Packages(exporter) {
  return {
    "@opentelemetry/api": "1.9.1",
    "@opentelemetry/context-async-hooks": "2.12.0",
    [exporter]: "0.223.1",
    "@opentelemetry/sdk-trace-base": "2.12.1",
  };
}

export async function setUpOtel2({ exporter, url, load }) {
  const api = await load("@opentelemetry/api");
  const { AsyncLocalStorageContextManager } = await load("@opentelemetry/context-async-hooks");
  const { OTLPTraceExporter } = await load(exporter);
  const { AlwaysOnSampler, BasicTracerProvider, BatchSpanProcessor } = await load(
    "@opentelemetry/sdk-trace-base",
  );
  return createRawOtel({
    api,
    contextManager: new AsyncLocalStorageContextManager().enable(),
    createProvider: (processors) =>
      new BasicTracerProvider({
        sampler: new AlwaysOnSampler(),
        spanProcessors: [
          ...processors,
          new BatchSpanProcessor(new OTLPTraceExporter({ url: `${url}/v1/traces` })),
        ],
      }),
  });
}
