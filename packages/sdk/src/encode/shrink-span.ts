import type { Attributes } from "@opentelemetry/api";

import type { SpanData } from "./span-data.js";

/** What is left of each value that is cut. */
const keptLength = 256;
const markerName = "honeyhive_metadata._truncated";

/** The span with its longest texts cut, one after the other, until about `excessBytes` are gone. */
export function shrinkSpan(data: SpanData, excessBytes: number): SpanData {
  const attributes: Attributes = { ...data.attributes };
  const events = data.events.map((event) => ({ ...event, attributes: { ...event.attributes } }));
  const texts = [attributes, ...events.map((event) => event.attributes)]
    .flatMap((owner) => Object.keys(owner).map((key) => ({ owner, key, size: sizeOf(owner[key]) })))
    .toSorted((left, right) => right.size - left.size);
  let leftToCut = excessBytes;
  for (const { owner, key, size } of texts) {
    if (leftToCut <= 0 || size <= keptLength) break;
    const text = textOf(owner[key]);
    owner[key] = `${text.slice(0, keptLength)}… [${text.length - keptLength} more characters cut]`;
    leftToCut -= size - keptLength;
  }
  return { ...data, attributes: { ...attributes, [markerName]: true }, events };
}

function sizeOf(value: unknown): number {
  return typeof value === "string" || Array.isArray(value) ? Buffer.byteLength(textOf(value)) : 0;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
