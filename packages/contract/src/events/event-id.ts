/**
 * The event id of a span: the same UUID wherever it is computed, so that a re-sent span changes nothing.
 *
 * It is made of the low half of the trace id and the span id, with UUID version 8 and variant bits set.
 *
 * @param traceId 32 hex digits
 * @param spanId 16 hex digits
 */
export function eventIdOfSpan(traceId: string, spanId: string): string {
  const trace = traceId.toLowerCase();
  const span = spanId.toLowerCase();
  const variant = variants.charAt(hexDigits.indexOf(span.charAt(0)) & 0x3);
  // Joined, it is one text and not a tree of pieces, which every reader would have to put together first.
  return [
    trace.slice(16, 24),
    trace.slice(24, 28),
    `8${trace.slice(29)}`,
    variant + span.slice(1, 4),
    span.slice(4),
  ].join("-");
}

const hexDigits = "0123456789abcdef";
const variants = "89ab";

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: unknown): value is string {
  return typeof value === "string" && uuidPattern.test(value);
}
