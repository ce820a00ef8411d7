import { createRawOtel } from "../lib/raw-otel.mjs";

export const label = "OTel 3.1, OTLP/JSON";
export const packages = {
  "@opentelemetry/api": "1.10.0",
  "@opentelemetry/context-async-hooks": "3.1.1",
  "@opentelemetry/exporter-trace-otlp-http": "0.301.0",
  "@opentelemetry/sdk-trace": "3.1.1",
};
export const imports = Object.keys(packages);

export async function setUp({ url, load }) {
  const api = await load("@opentelemetry/api");
  const { AsyncLocalStorageContextManager } = await load("@opentelemetry/context-async-hooks");
  const { OTLPTraceExporter } = await load("@opentelemetry/exporter-trace-otlp-http");
  const { BatchSpanProcessor, TracerProvider } = await load("@opentelemetry/sdk-trace");
  return createRawOtel({
    api,
    contextManager: new AsyncLocalStorageContextManager().enable(),
    createProvider: (processors) =>
      new TracerProvider({
        spanProcessors: [
          ...processors,
          new BatchSpanProcessor({
            exporter: new OTLPTraceExporter({ url: `${url}/v1/traces` }),
          }),
        ],
      }),
  });
}
