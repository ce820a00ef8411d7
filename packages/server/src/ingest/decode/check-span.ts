import type { DecodedSpan, SpanRecord } from "../../mapping/span-record.js";

const traceIdPattern = /^(?!0{32})[0-9a-f]{32}$/;
const spanIdPattern = /^(?!0{16})[0-9a-f]{16}$/;

/** Later times do not fit into 63 bits of nanoseconds, and come from a wrong unit. */
const latestNs = 2n ** 63n - 1n;

/** A span as it was decoded: nothing is known about its parent's id and its times yet. */
export type UncheckedSpan = Omit<SpanRecord, "parentSpanId"> & { readonly parentSpanId: string };

/** A parent id that is none, and an end that is none, say nothing; the span itself is still good. */
export function checkSpan(span: UncheckedSpan): DecodedSpan {
  const { traceId, spanId, parentSpanId, startNs, endNs } = span;
  if (!traceIdPattern.test(traceId)) {
    return invalid(
      span,
      `a trace id of 16 bytes that are not all zero, got \`${shorten(traceId)}\``,
    );
  }
  if (!spanIdPattern.test(spanId)) {
    return invalid(span, `a span id of 8 bytes that are not all zero, got \`${shorten(spanId)}\``);
  }
  if (startNs <= 0n) return invalid(span, "a start time, got none");
  if (startNs > latestNs) return invalid(span, `a start in Unix nanoseconds, got ${startNs}`);
  return {
    kind: "span",
    span: {
      ...span,
      parentSpanId: spanIdPattern.test(parentSpanId) ? parentSpanId : null,
      endNs: endNs >= startNs && endNs <= latestNs ? endNs : startNs,
    },
  };
}

function invalid(span: UncheckedSpan, problem: string): DecodedSpan {
  return { kind: "invalid", reason: `Span \`${shorten(span.name)}\`: expected ${problem}.` };
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
