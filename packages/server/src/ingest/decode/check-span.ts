import type { DecodedSpan, SpanRecord } from "../span-record.js";

const traceIdPattern = /^(?!0{32})[0-9a-f]{32}$/;
const spanIdPattern = /^(?!0{16})[0-9a-f]{16}$/;

export function checkSpan(span: SpanRecord): DecodedSpan {
  if (!traceIdPattern.test(span.traceId)) {
    return invalid(span, `a trace id of 16 bytes that are not all zero, got \`${span.traceId}\``);
  }
  if (!spanIdPattern.test(span.spanId)) {
    return invalid(span, `a span id of 8 bytes that are not all zero, got \`${span.spanId}\``);
  }
  if (span.startNs <= 0n) return invalid(span, "a start time, got none");
  return { kind: "span", span };
}

function invalid(span: SpanRecord, problem: string): DecodedSpan {
  return { kind: "invalid", reason: `Span \`${span.name}\`: expected ${problem}.` };
}
