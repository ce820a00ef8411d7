import type { SpanContext, TraceState } from "@opentelemetry/api";

/** `TraceFlags.SAMPLED`: what a tracer of ours makes is always sent. */
const sampled = 1;

/** A trace id as four words of 32 bits: most are only ever written to the wire, and text is made for those who ask. */
export class TraceId {
  readonly first: number;
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
  /** What other vendors said of the trace before it came here. */
  readonly state: TraceState | undefined;
  private text: string | undefined;

  constructor(words: readonly [number, number, number, number], state?: TraceState) {
    this.state = state;
    this.first = words[0];
    this.second = words[1];
    this.third = words[2];
    this.fourth = words[3];
  }

  /** Expects the 32 hexadecimal digits of a valid id. */
  static parse(digits: string, state?: TraceState): TraceId {
    const word = (index: number): number =>
      Number.parseInt(digits.slice(index * 8, index * 8 + 8), 16) | 0;
    return new TraceId([word(0), word(1), word(2), word(3)], state);
  }

  toString(): string {
    this.text ??= toHex(this.first) + toHex(this.second) + toHex(this.third) + toHex(this.fourth);
    return this.text;
  }
}

/** The ids of one span of ours. The spans of a trace share its id. */
export class SpanIds {
  readonly trace: TraceId;
  readonly high: number;
  readonly low: number;
  readonly traceFlags = sampled;
  private context: SpanContext | undefined;

  constructor(trace: TraceId, high: number, low: number) {
    this.trace = trace;
    this.high = high;
    this.low = low;
  }

  /** As OpenTelemetry knows them. */
  toContext(): SpanContext {
    this.context ??= {
      traceId: this.trace.toString(),
      spanId: toHex(this.high) + toHex(this.low),
      traceFlags: sampled,
      ...(this.trace.state && { traceState: this.trace.state }),
    };
    return this.context;
  }
}

/** Not `instanceof`: another copy of this file has a class of its own. */
export function isSpanIds(ids: SpanIds | SpanContext): ids is SpanIds {
  return "trace" in ids;
}

function toHex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
