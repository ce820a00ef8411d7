import type { JsonObject } from "@honeyhive/contract";

/** A log record as OTLP carries it, whatever the encoding was. */
export interface LogRecord {
  /** 32 lower-case hex digits; empty when the record belongs to no span. */
  readonly traceId: string;
  /** 16 lower-case hex digits; empty when the record belongs to no span. */
  readonly spanId: string;
  readonly timeNs: bigint;
  /** Empty for what is a line of text and no event. */
  readonly eventName: string;
  readonly body: unknown;
  readonly attributes: JsonObject;
  readonly scopeName: string;
}
