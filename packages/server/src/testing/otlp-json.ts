import type { JsonObject } from "@honeyhive/contract";

export interface JsonSpan {
  readonly traceId?: string;
  readonly spanId: string;
  readonly parentSpanId?: string | null;
  readonly name?: string;
  readonly startMs?: number;
  readonly durationMs?: number;
  readonly status?: JsonObject;
  readonly attributes?: JsonObject;
}

const defaultTraceId = "0af7651916cd43dd8448eb211c80319c";
const defaultStartMs = 1_780_000_000_000;

/** An OTLP request in JSON, as OpenTelemetry's own exporter writes it. */
export function otlpJson(spans: readonly JsonSpan[], resource: JsonObject = {}): JsonObject {
  return {
    resourceSpans: [
      {
        resource: { attributes: toKeyValues(resource) },
        scopeSpans: [{ scope: { name: "test" }, spans: spans.map(toSpan) }],
      },
    ],
  };
}

function toSpan(span: JsonSpan): JsonObject {
  const startMs = span.startMs ?? defaultStartMs;
  return {
    traceId: span.traceId ?? defaultTraceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? null,
    name: span.name ?? "span",
    kind: 1,
    startTimeUnixNano: `${startMs}000000`,
    endTimeUnixNano: `${startMs + (span.durationMs ?? 10)}000000`,
    attributes: toKeyValues(span.attributes ?? {}),
    status: span.status ?? {},
  };
}

export function toKeyValues(attributes: JsonObject): JsonObject[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: toAnyValue(value) }));
}

function toAnyValue(value: unknown): JsonObject {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") {
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toAnyValue) } };
  return { stringValue: JSON.stringify(value) };
}
