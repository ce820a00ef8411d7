import type { JsonObject } from "@honeyhive/contract";

/** A span as OTLP carries it, whatever the encoding was. */
export interface SpanRecord {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits. */
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: number;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: JsonObject;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly status: { readonly code: number; readonly message: string };
  readonly resource: JsonObject;
  readonly scope: { readonly name: string; readonly version: string };
}

export interface SpanEvent {
  readonly name: string;
  readonly timeNs: bigint;
  readonly attributes: JsonObject;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
}

export const statusCodeError = 2;

/** A span, or why it is not one. The rest of the request is not affected by a span that is not one. */
export type DecodedSpan =
  | {
      readonly kind: "span";
      readonly span: SpanRecord;
      /** What of it was not taken as it came. */
      readonly remark?: string;
    }
  | { readonly kind: "invalid"; readonly reason: string };
