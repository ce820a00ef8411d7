import type { TracerProvider } from "@opentelemetry/api";

/** What OpenTelemetry instrumentations (OpenInference, OpenLLMetry, …) have in common. */
export interface Instrumentor {
  readonly instrumentationName?: string;
  setTracerProvider(provider: TracerProvider): void;
  enable?(): void;
  disable?(): void;
}
