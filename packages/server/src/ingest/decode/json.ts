import type { JsonObject } from "@honeyhive/contract";

import { isJsonObject, parseJson, setOwn } from "../../json.js";
import {
  MalformedTraceError,
  type DecodedSpan,
  type SpanEvent,
  type SpanLink,
  type SpanRecord,
} from "../span-record.js";
import { checkSpan } from "./check-span.js";
import { toSafeInteger } from "./read-any-value.js";

/** Spans of a JSON `ExportTraceServiceRequest`. Ids may be hex or base64, enums names or numbers. */
export function* decodeJson(body: Uint8Array): Generator<DecodedSpan> {
  const request = parseJson(new TextDecoder().decode(body));
  if (!isJsonObject(request)) throw new MalformedTraceError("The body is not a JSON object.");
  for (const resourceSpans of objectsIn(request, "resourceSpans")) {
    const resource = readAttributes(objectIn(resourceSpans, "resource"));
    for (const scopeSpans of objectsIn(resourceSpans, "scopeSpans")) {
      const scopeObject = objectIn(scopeSpans, "scope");
      const scope = { name: textIn(scopeObject, "name"), version: textIn(scopeObject, "version") };
      for (const span of objectsIn(scopeSpans, "spans")) {
        yield checkSpan({ ...readSpan(span), resource, scope });
      }
    }
  }
}

function readSpan(span: JsonObject): Omit<SpanRecord, "resource" | "scope"> {
  const status = objectIn(span, "status");
  const parentSpanId = readId(get(span, "parentSpanId"), 16);
  return {
    traceId: readId(get(span, "traceId"), 32),
    spanId: readId(get(span, "spanId"), 16),
    parentSpanId: /^0*$/.test(parentSpanId) ? null : parentSpanId,
    name: textIn(span, "name"),
    kind: readEnum(get(span, "kind"), spanKinds),
    startNs: readNanoseconds(get(span, "startTimeUnixNano")),
    endNs: readNanoseconds(get(span, "endTimeUnixNano")),
    attributes: readAttributes(span),
    events: objectsIn(span, "events").map(readEvent),
    links: objectsIn(span, "links").map(readLink),
    status: {
      code: readEnum(get(status, "code"), statusCodes),
      message: textIn(status, "message"),
    },
  };
}

const spanKinds = [
  "SPAN_KIND_UNSPECIFIED",
  "SPAN_KIND_INTERNAL",
  "SPAN_KIND_SERVER",
  "SPAN_KIND_CLIENT",
  "SPAN_KIND_PRODUCER",
  "SPAN_KIND_CONSUMER",
];
const statusCodes = ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"];

function readEvent(event: JsonObject): SpanEvent {
  return {
    name: textIn(event, "name"),
    timeNs: readNanoseconds(get(event, "timeUnixNano")),
    attributes: readAttributes(event),
  };
}

function readLink(link: JsonObject): SpanLink {
  return { traceId: readId(get(link, "traceId"), 32), spanId: readId(get(link, "spanId"), 16) };
}

function readAttributes(owner: JsonObject): JsonObject {
  const attributes: Record<string, unknown> = {};
  for (const pair of objectsIn(owner, "attributes")) {
    setOwn(attributes, textIn(pair, "key"), readAnyValue(pair["value"]));
  }
  return attributes;
}

function readAnyValue(value: unknown): unknown {
  if (!isJsonObject(value)) return value ?? null;
  const [tag, content] = Object.entries(value)[0] ?? [];
  switch (tag) {
    case "stringValue":
    case "string_value":
    case "boolValue":
    case "bool_value":
    case "bytesValue":
    case "bytes_value":
      return content;
    case "doubleValue":
    case "double_value":
      return Number(content);
    case "intValue":
    case "int_value":
      return readInteger(content);
    case "arrayValue":
    case "array_value":
      return isJsonObject(content) && Array.isArray(content["values"])
        ? content["values"].map(readAnyValue)
        : [];
    case "kvlistValue":
    case "kvlist_value":
      return isJsonObject(content) ? readAttributes({ attributes: content["values"] }) : {};
    default:
      return null;
  }
}

function readInteger(value: unknown): unknown {
  if (typeof value === "string" && /^-?\d+$/.test(value)) return toSafeInteger(BigInt(value));
  return value ?? null;
}

function readId(value: unknown, hexDigits: number): string {
  if (typeof value !== "string") return "";
  if (value.length === hexDigits && /^[0-9a-f]+$/i.test(value)) return value.toLowerCase();
  const bytes = Buffer.from(value, "base64");
  return bytes.length * 2 === hexDigits ? bytes.toString("hex") : value;
}

function readEnum(value: unknown, names: readonly string[]): number {
  const number = Number(value);
  if (Number.isInteger(number)) return number;
  return Math.max(0, names.indexOf(String(value)));
}

function readNanoseconds(value: unknown): bigint {
  if (typeof value === "string" && /^\d+$/.test(value)) return BigInt(value);
  return typeof value === "number" && Number.isFinite(value) ? BigInt(Math.round(value)) : 0n;
}

/** Protobuf's JSON mapping allows `startTimeUnixNano` as well as `start_time_unix_nano`. */
function get(object: JsonObject, camelName: string): unknown {
  if (camelName in object) return object[camelName];
  return object[camelName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}

function objectIn(object: JsonObject, name: string): JsonObject {
  const value = get(object, name);
  return isJsonObject(value) ? value : {};
}

function objectsIn(object: JsonObject, name: string): JsonObject[] {
  const value = get(object, name);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textIn(object: JsonObject, name: string): string {
  const value = get(object, name);
  return typeof value === "string" ? value : "";
}
