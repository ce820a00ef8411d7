import type { Attributes } from "@opentelemetry/api";

import type { SpanData } from "./span-data.js";

/** Ids, times and status. */
const fixedBytes = 80;
const scalarBytes = 16;

/** About how many bytes a span will take, from the lengths of its texts; exact for ASCII. */
export function estimateSize(span: SpanData): number {
  let sizeBytes = fixedBytes + span.name.length + estimateAttributes(span.attributes);
  for (const event of span.events) {
    sizeBytes += scalarBytes + event.name.length + estimateAttributes(event.attributes);
  }
  return sizeBytes + span.links.length * 64;
}

function estimateAttributes(attributes: Readonly<Attributes>): number {
  let sizeBytes = 0;
  for (const key in attributes) sizeBytes += key.length + estimateValue(attributes[key]);
  return sizeBytes;
}

function estimateValue(value: unknown): number {
  if (typeof value === "string") return value.length + 8;
  if (!Array.isArray(value)) return scalarBytes;
  return value.reduce<number>((sum, item) => sum + estimateValue(item), scalarBytes);
}
