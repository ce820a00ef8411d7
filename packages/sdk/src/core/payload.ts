import { bucketAttribute, type Bucket } from "@honeyhive/contract";
import type { AttributeValue } from "@opentelemetry/api";

import { numberMark } from "../lib/marked-json.js";
import { readKeys, readProperty } from "../lib/read-property.js";
import { serialise, withoutQuotes } from "../lib/serialise.js";
import type { TracedSpan } from "./scope.js";

/** Puts one value into a bucket of the span's event: scalars as they are, everything else as JSON text. Never throws. */
export function setPayload(span: TracedSpan, bucket: Bucket, key: string, value: unknown): void {
  // Putting the name together costs more than the rest: not for nothing.
  if (value !== undefined) setCaptured(span, bucketAttribute(bucket, key), value);
}

/** The same for a name that was put together before: doing so for each call costs as much as recording it. */
export function setCaptured(span: TracedSpan, attribute: string, value: unknown): void {
  if (value !== undefined) span.setAttribute(attribute, toAttributeValue(span, value));
}

/** Entries of one object that get an attribute each; the rest share one, so that no object fills a span alone. */
const maxEntries = 256;
const restKey = "_more";

/** Each entry of an object under its own key. Never throws. */
export function setPayloadEntries(span: TracedSpan, bucket: Bucket, values: object): void {
  const keys = readKeys(values);
  const rest = keys.length > maxEntries ? keys.splice(maxEntries) : undefined;
  for (const key of keys) setPayload(span, bucket, key, readProperty(values, key));
  if (rest === undefined) return;
  const entries = rest.map((key) => [key, readProperty(values, key)]);
  setPayload(span, bucket, restKey, Object.fromEntries(entries));
}

function toAttributeValue(span: TracedSpan, value: unknown): AttributeValue {
  const { core } = span.scope;
  const { maxValueLength } = core.limits;
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : numberMark(value);
  if (typeof value === "string" && value.length <= maxValueLength) return value;
  const { text, isTruncated, fullLength } = serialise(value, maxValueLength);
  if (isTruncated) {
    core.truncatedValues++;
    core.logger.warnOnce(
      "truncated",
      `A captured value of ${fullLength} characters was cut to ${maxValueLength}. ` +
        "Raise `maxValueLength`, or capture less with `inputs`/`captureOutputs`.",
    );
  }
  return withoutQuotes(text);
}
