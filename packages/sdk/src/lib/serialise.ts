import { toFaithfulJson } from "./faithful-json.js";
import { toMarkedJson } from "./marked-json.js";

/** What a value became on its way to the wire. */
export interface Serialised {
  /** JSON text. */
  readonly text: string;
  /** Size before truncation, in UTF-16 units, as far as it was read; `text.length` when nothing was cut. */
  readonly fullLength: number;
  readonly isTruncated: boolean;
}

/**
 * Turns any value into JSON text of at most about `maxLength` UTF-16 units and never throws: cycles, bigints, functions,
 * bytes, throwing getters and exotic objects become readable marks instead. What it takes is bounded by `maxLength`,
 * however large the value is.
 */
export function serialise(value: unknown, maxLength: number): Serialised {
  const faithful = toFaithfulJson(value, maxLength);
  const { text, unreadLength } =
    faithful === undefined ? toMarkedJson(value, maxLength) : { text: faithful, unreadLength: 0 };
  const fullLength = text.length + unreadLength;
  if (text.length <= maxLength) return { text, fullLength, isTruncated: false };
  return { text: cut(text, fullLength, maxLength), fullLength, isTruncated: true };
}

/** What people are shown of a value: dates, big numbers and marks without the quotes that JSON has around them. */
export function withoutQuotes(json: string): string {
  return json.startsWith('"') ? String(JSON.parse(json)) : json;
}

const markerLength = 80;

function cut(text: string, fullLength: number, maxLength: number): string {
  const room = Math.max(0, maxLength - markerLength);
  let preview = text.slice(0, room);
  // Quotes and control characters of the text are escaped a second time.
  for (let size = quotedLength(preview); size > room && size > 2; size = quotedLength(preview)) {
    preview = preview.slice(0, Math.floor(preview.length * Math.min(0.95, room / size)));
  }
  return JSON.stringify({ _truncated: true, _length: fullLength, _preview: preview });
}

function quotedLength(text: string): number {
  return JSON.stringify(text).length;
}
