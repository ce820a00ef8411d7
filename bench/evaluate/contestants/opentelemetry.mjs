export const label = "bare loop with four spans of raw OpenTelemetry";

/** What a careful user writes: spans with what goes in and out, a queue that holds them all, and a flush at the end. */
export async function evaluateWith({ count, concurrency, url, apiKey, task, load }) {
  const api = await load("@opentelemetry/api");
  const { AsyncLocalStorageContextManager } = await load("@opentelemetry/context-async-hooks");
  const { OTLPTraceExporter } = await load("@opentelemetry/exporter-trace-otlp-http");
  const { BasicTracerProvider, BatchSpanProcessor } = await load("@opentelemetry/sdk-trace-base");
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new OTLPTraceExporter({
    url: `${url}/v1/traces`,
    concurrencyLimit: spansPerCase * count,
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const processor = new BatchSpanProcessor(exporter, { maxQueueSize: spansPerCase * count });
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  const tracer = provider.getTracer("bench");

  const session = api.createContextKey("session");
  const traced = (name, type, inputs, body) =>
    tracer.startActiveSpan(name, async (span) => {
      span.setAttribute("honeyhive.session_id", api.context.active().getValue(session));
      span.setAttribute("honeyhive_event_type", type);
      span.setAttribute("honeyhive_inputs", JSON.stringify(inputs));
      try {
        const outputs = await body();
        span.setAttribute("honeyhive_outputs", JSON.stringify({ result: outputs }));
        return outputs;
      } catch (error) {
        span.recordException(error);
        span.setStatus({ code: api.SpanStatusCode.ERROR, message: error.message });
        throw error;
      } finally {
        span.end();
      }
    });
  const evaluateCase = (n) => {
    const inputs = { n, marker: `marker-${n}` };
    return traced("case", "chain", inputs, async () => {
      const outputs = await traced("outer", "tool", inputs, () =>
        traced("inner", "tool", inputs, () => task(n)),
      );
      return traced(
        "exact",
        "tool",
        { outputs, inputs },
        () => outputs === `answer to ${inputs.marker}`,
      );
    });
  };

  let [next, passed] = [0, 0];
  const worker = async () => {
    while (next < count) {
      const n = next++;
      const context = api.ROOT_CONTEXT.setValue(session, crypto.randomUUID());
      if (await api.context.with(context, evaluateCase, undefined, n)) passed++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  await provider.forceFlush();
  return passed;
}

const spansPerCase = 4;
