import type { Event, JsonObject } from "@honeyhive/contract";

import { isJsonObject } from "../../lib/json.js";
import { maxInlineCharacters, maxMediaDepth, MediaReference } from "./media.js";
import { readPart } from "./message-part.js";

/** The event with references in the place of large media that its messages have inline, as mapped spans have them. */
export function withReferences(event: Event): Event {
  const inputs = refer(event.inputs, 0);
  const outputs = refer(event.outputs, 0);
  if (inputs === event.inputs && outputs === event.outputs) return event;
  // A part of a bucket is replaced, the bucket itself never: it has no `type` that is one of media.
  return { ...event, inputs: inputs as JsonObject, outputs: outputs as JsonObject };
}

/** What holds no media is given back itself. */
function refer(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || depth > maxMediaDepth) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => refer(item, depth + 1));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isJsonObject(value)) return value;
  if (depth > 0 && typeof value["type"] === "string" && isLarge(value)) {
    const part = readPart(value);
    if (part.kind === "other" && isReference(part.part)) return part.part;
  }
  const entries = Object.entries(value).map(([key, inner]) => [key, refer(inner, depth + 1)]);
  const isSame = entries.every(([key, inner]) => value[String(key)] === inner);
  return isSame ? value : (Object.fromEntries(entries) as JsonObject);
}

/** Media nest their content at most three objects deep. */
function isLarge(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return value.length > maxInlineCharacters;
  if (!isJsonObject(value) || depth > 3) return false;
  return Object.values(value).some((inner) => isLarge(inner, depth + 1));
}

function isReference(part: unknown): boolean {
  if (!isJsonObject(part)) return false;
  return part["image_url"] instanceof MediaReference || part["file"] instanceof MediaReference;
}
