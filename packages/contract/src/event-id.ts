/**
 * The event id of a span: the same UUID wherever it is computed, so that a re-sent span changes nothing.
 *
 * It is made of the low half of the trace id and the span id, with UUID version 8 and variant bits set.
 *
 * @param traceId 32 hex digits
 * @param spanId 16 hex digits
 */
export function eventIdOfSpan(traceId: string, spanId: string): string {
  const hex = (traceId.slice(16) + spanId).toLowerCase();
  const variant = variants.charAt(hexDigits.indexOf(hex.charAt(16)) & 0x3);
  // Joined, it is one text and not a tree of pieces, which every reader would have to put together first.
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20),
  ].join("-");
}

const hexDigits = "0123456789abcdef";
const variants = "89ab";

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: unknown): value is string {
  return typeof value === "string" && uuidPattern.test(value);
}
