import { joinSpans, placeSpans, type PlacedSpan } from "./placed-spans.js";

/** An encoded `ExportTraceServiceRequest` as two of half the spans; undefined when there is only one. */
export function splitRequest(
  body: Uint8Array,
): readonly [{ body: Uint8Array; count: number }, { body: Uint8Array; count: number }] | undefined {
  const spans = placeSpans(body);
  if (spans.length < 2) return undefined;
  const middle = spans.length >> 1;
  const half = (part: readonly PlacedSpan[]): { body: Uint8Array; count: number } => ({
    body: joinSpans(part),
    count: part.length,
  });
  return [half(spans.slice(0, middle)), half(spans.slice(middle))];
}
