import { bucketAttribute, type Bucket } from "@honeyhive/contract";
import type { AttributeValue } from "@opentelemetry/api";

import { serialise } from "./encode/serialise.js";
import type { HoneyHiveSpan } from "./otel/span.js";

/** Puts one value into a bucket of the span's event: scalars as they are, everything else as JSON text. Never throws. */
export function setPayload(span: HoneyHiveSpan, bucket: Bucket, key: string, value: unknown): void {
  if (value === undefined) return;
  span.setAttribute(bucketAttribute(bucket, key), toAttributeValue(span, value));
}

/** Each entry of an object under its own key. */
export function setPayloadEntries(
  span: HoneyHiveSpan,
  bucket: Bucket,
  values: Readonly<Record<string, unknown>>,
): void {
  for (const [key, value] of Object.entries(values)) setPayload(span, bucket, key, value);
}

function toAttributeValue(span: HoneyHiveSpan, value: unknown): AttributeValue {
  const { core } = span.scope;
  const { maxValueLength } = core.limits;
  if (typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
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
  return text;
}
