import type { JsonObject } from "@honeyhive/contract";

import { isJsonObject, maxJsonDepth, parseShallowJson } from "../../lib/json.js";
import { maxRecordsOfRequest, tooManyRecords } from "../batch-too-large-error.js";
import { MalformedOtlpError } from "../malformed-otlp-error.js";

/** A request without its spans or log records, which are parsed one by one when they are asked for. */
export interface SplitRequest {
  readonly skeleton: JsonObject;
  /** What stands in the skeleton as `{"first": index, "count": number}`. */
  readonly recordsAt: (place: JsonObject) => Generator<JsonObject>;
}

/** Bytes that are looked through between two chances for others. */
const sliceBytes = 256 * 1024;
/** Spans and log records are the objects in `{ resource…: [{ scope…: [{ spans: [ {…} ] }] }] }`. */
const placeOfRecords = [false, true, false, true, false, true, false];
/** What stands there may be as deep as any value. */
const maxDepth = maxJsonDepth + placeOfRecords.length - 1;

/**
 * Splits a JSON request without holding the event loop, which parsing all of it at once does for half a second at
 * 60 MB. Yields after each slice of the body.
 */
export function* splitJson(body: Uint8Array): Generator<void, SplitRequest> {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  /** Where each record begins and ends. It lives as long as the body: no list for each of thousands. */
  const bounds: number[] = [];
  const skeleton: string[] = [];
  let [count, first] = [0, 0];
  const endRow = (): void => {
    if (first < count) skeleton.push(`{"first":${first},"count":${count - first}}`);
    first = count;
  };
  /** Of each open bracket whether it is an array's. */
  const open: boolean[] = [];
  let [copied, recordStart, pause] = [0, 0, sliceBytes];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) at = endOfString(bytes, at);
    else if (byte === brace || byte === bracket) {
      open.push(byte === bracket);
      if (open.length > maxDepth) throw new MalformedOtlpError(`Nested deeper than ${maxDepth}.`);
      if (isPlaceOfRecords(open)) recordStart = at;
    } else if (byte === closingBrace || byte === closingBracket) {
      if (isPlaceOfRecords(open)) {
        const isNext = first < count && recordStart === copied + 1 && bytes[copied] === comma;
        if (!isNext) {
          endRow();
          skeleton.push(bytes.toString("utf8", copied, recordStart));
        }
        bounds.push(recordStart, at + 1);
        count += 1;
        if (count > maxRecordsOfRequest) throw tooManyRecords();
        copied = at + 1;
      }
      open.pop();
    }
    if (at < pause) continue;
    pause = at + sliceBytes;
    yield;
  }
  endRow();
  skeleton.push(bytes.toString("utf8", copied));
  return {
    skeleton: parseObject(skeleton.join("")),
    *recordsAt(place) {
      const end = 2 * (Number(place["first"]) + Number(place["count"]));
      for (let at = 2 * Number(place["first"]); at < end; at += 2) {
        yield parseObject(bytes.toString("utf8", bounds[at], bounds[at + 1]));
      }
    },
  };
}

/** Splits in one go. */
export function splitJsonNow(body: Uint8Array): SplitRequest {
  const splitting = splitJson(body);
  for (;;) {
    const step = splitting.next();
    if (step.done === true) return step.value;
  }
}

const shortBytes = 40;

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const bracket = 0x5b;
const closingBracket = 0x5d;
const brace = 0x7b;
const closingBrace = 0x7d;

function isPlaceOfRecords(open: readonly boolean[]): boolean {
  return (
    open.length === placeOfRecords.length &&
    placeOfRecords.every((isArray, depth) => open[depth] === isArray)
  );
}

/** The place of the quote that ends the string which begins at `start`; the end of the body where none does. */
function endOfString(bytes: Buffer, start: number): number {
  // Most strings are names and ids: a search costs more than looking at so few bytes.
  let at = start + 1;
  for (const near = Math.min(at + shortBytes, bytes.length); at < near; at++) {
    if (bytes[at] === quote) return at;
    if (bytes[at] === backslash) at += 1;
  }
  for (let end = bytes.indexOf(quote, at); end !== -1; end = bytes.indexOf(quote, end + 1)) {
    let escapes = 0;
    while (bytes[end - 1 - escapes] === backslash) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return bytes.length;
}

function parseObject(text: string): JsonObject {
  const value = parseShallowJson(text);
  if (isJsonObject(value)) return value;
  throw new MalformedOtlpError("The body is not a JSON object, or nested beyond all use.");
}
