import type { DecodedSpan, SpanRecord } from "../../mapping/span-record.js";

const traceIdPattern = /^(?!0{32})[0-9a-f]{32}$/;
const spanIdPattern = /^(?!0{16})[0-9a-f]{16}$/;

/** Later times do not fit into 63 bits of nanoseconds, and come from a wrong unit. */
const latestNs = 2n ** 63n - 1n;

/** A span as it was decoded: nothing is known about its parent's id and its times yet. */
export type UncheckedSpan = Omit<SpanRecord, "parentSpanId"> & { readonly parentSpanId: string };

/**
 * A parent id that is none, and an end before the start, say nothing; the span itself is still good. It is also good
 * where its end is no time, but then its sender is told.
 */
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
  const isTime = endNs >= 0n && endNs <= latestNs;
  return {
    kind: "span",
    span: {
      ...span,
      parentSpanId: spanIdPattern.test(parentSpanId) ? parentSpanId : null,
      endNs: isTime && endNs >= startNs ? endNs : startNs,
    },
    ...(isTime
      ? {}
      : { remark: `${describe(span, badEnd(endNs))} It is kept with its start as end.` }),
  };
}

function badEnd(endNs: bigint): string {
  return `an end in Unix nanoseconds, got ${endNs}`;
}

function invalid(span: UncheckedSpan, problem: string): DecodedSpan {
  return { kind: "invalid", reason: describe(span, problem) };
}

function describe(span: UncheckedSpan, problem: string): string {
  return `Span \`${shorten(span.name)}\`: expected ${problem}.`;
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
