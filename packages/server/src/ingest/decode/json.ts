import type { JsonObject } from "@honeyhive/contract";

import type { DecodedSpan, SpanEvent, SpanLink } from "../../mapping/span-record.js";
import { checkSpan, type UncheckedSpan } from "./check-span.js";
import {
  attributesIn,
  enumIn,
  idIn,
  nanosecondsIn,
  objectIn,
  objectsIn,
  textIn,
} from "./json-fields.js";
import type { SplitRequest } from "./split-json.js";

/** Spans of a JSON `ExportTraceServiceRequest`. Ids may be hex or base64, enums names or numbers. */
export function* decodeJson({ skeleton, recordsAt }: SplitRequest): Generator<DecodedSpan> {
  for (const resourceSpans of objectsIn(skeleton, "resourceSpans")) {
    const resource = attributesIn(objectIn(resourceSpans, "resource"));
    for (const scopeSpans of objectsIn(resourceSpans, "scopeSpans")) {
      const scopeObject = objectIn(scopeSpans, "scope");
      const scope = { name: textIn(scopeObject, "name"), version: textIn(scopeObject, "version") };
      for (const place of objectsIn(scopeSpans, "spans")) {
        for (const span of recordsAt(place)) yield checkSpan(readSpan(span, resource, scope));
      }
    }
  }
}

function readSpan(
  span: JsonObject,
  resource: JsonObject,
  scope: UncheckedSpan["scope"],
): UncheckedSpan {
  const status = objectIn(span, "status");
  return {
    traceId: idIn(span, "traceId", 32),
    spanId: idIn(span, "spanId", 16),
    parentSpanId: idIn(span, "parentSpanId", 16),
    name: textIn(span, "name"),
    kind: enumIn(span, "kind", spanKinds),
    startNs: nanosecondsIn(span, "startTimeUnixNano"),
    endNs: nanosecondsIn(span, "endTimeUnixNano"),
    attributes: attributesIn(span),
    events: objectsIn(span, "events").map(readEvent),
    links: objectsIn(span, "links").map(readLink),
    status: { code: enumIn(status, "code", statusCodes), message: textIn(status, "message") },
    resource,
    scope,
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
    timeNs: nanosecondsIn(event, "timeUnixNano"),
    attributes: attributesIn(event),
  };
}

function readLink(link: JsonObject): SpanLink {
  return { traceId: idIn(link, "traceId", 32), spanId: idIn(link, "spanId", 16) };
}
