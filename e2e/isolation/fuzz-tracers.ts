import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { HoneyHiveTracer } from "honeyhive";

export interface FuzzTracer {
  readonly serverUrl: string;
  readonly apiKey: string;
  readonly sessionId: string;
  readonly sampleRate: number;
}

/** The tracers, the first of which brings OpenTelemetry's instrumentation of `fetch`: its spans are named by their path. */
export function makeTracers(tracers: readonly FuzzTracer[]): HoneyHiveTracer[] {
  const instrumentation = new UndiciInstrumentation({
    requestHook: (span, { path }) => void span.updateName(path.slice(1)),
  });
  return tracers.map(
    (tracer, index) =>
      new HoneyHiveTracer({ ...tracer, instrumentors: index === 0 ? [instrumentation] : [] }),
  );
}
