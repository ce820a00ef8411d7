import { sessionId } from "../lib/payload.mjs";

export const label = "langfuse";
export const packages = {
  "@langfuse/otel": "5.11.1",
  "@langfuse/tracing": "5.11.1",
  "@opentelemetry/api": "1.9.1",
  "@opentelemetry/context-async-hooks": "2.12.0",
  "@opentelemetry/core": "2.12.1",
  "@opentelemetry/exporter-trace-otlp-http": "0.223.1",
  "@opentelemetry/sdk-trace-base": "2.12.1",
};
export const imports = [
  "@langfuse/otel",
  "@langfuse/tracing",
  "@opentelemetry/api",
  "@opentelemetry/context-async-hooks",
  "@opentelemetry/sdk-trace-base",
];

export async function setUp({ url, load }) {
  const { context, trace } = await load("@opentelemetry/api");
  const { AsyncLocalStorageContextManager } = await load("@opentelemetry/context-async-hooks");
  const { BasicTracerProvider } = await load("@opentelemetry/sdk-trace-base");
  const { LangfuseSpanProcessor } = await load("@langfuse/otel");
  const { observe, propagateAttributes } = await load("@langfuse/tracing");
  const createProvider = () =>
    new BasicTracerProvider({
      spanProcessors: [
        new LangfuseSpanProcessor({ publicKey: "public", secretKey: "secret", baseUrl: url }),
      ],
    });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const provider = createProvider();
  trace.setGlobalTracerProvider(provider);
  return {
    wrap: (fn) => observe(fn, { name: fn.name }),
    inSession: (index, fn) => propagateAttributes({ sessionId: sessionId(index) }, fn),
    createInstance: createProvider,
    flush: () => provider.forceFlush(),
    close: () => provider.shutdown(),
  };
}
