import { otlpTracesPath } from "@honeyhive/contract";

/** A span as a test describes it; times are milliseconds. */
export interface SeedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly error?: string;
  /** Where the error was thrown. */
  readonly stackTrace?: string;
  /** Nested values travel as JSON text. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

export async function sendSpans(
  server: { readonly url: string; readonly apiKey: string },
  spans: readonly SeedSpan[],
): Promise<void> {
  const response = await fetch(server.url + otlpTracesPath, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${server.apiKey}` },
    body: JSON.stringify({
      resourceSpans: [{ scopeSpans: [{ scope: { name: "e2e" }, spans: spans.map(toOtlpSpan) }] }],
    }),
  });
  if (!response.ok) throw new Error(`Expected spans to be taken, got: ${await response.text()}`);
}

function toOtlpSpan(span: SeedSpan): unknown {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name,
    kind: 1,
    startTimeUnixNano: toNanos(span.startMs),
    endTimeUnixNano: toNanos(span.endMs),
    attributes: Object.entries(span.attributes).map(([key, value]) => ({
      key,
      value: toAnyValue(value),
    })),
    ...(span.stackTrace === undefined ? {} : { events: [toException(span, span.stackTrace)] }),
    status: span.error === undefined ? { code: 1 } : { code: 2, message: span.error },
  };
}

function toException({ endMs, error }: SeedSpan, stackTrace: string): unknown {
  const attributes = { "exception.message": error, "exception.stacktrace": stackTrace };
  return {
    name: "exception",
    timeUnixNano: toNanos(endMs),
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value: toAnyValue(value),
    })),
  };
}

function toNanos(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds * 1_000)) * 1_000n);
}

function toAnyValue(value: unknown): unknown {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") {
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  return { stringValue: JSON.stringify(value) };
}
