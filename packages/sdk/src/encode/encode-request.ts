import type { Attributes } from "@opentelemetry/api";

import { writeAttributes } from "./encode-span.js";
import { ProtobufWriter } from "./protobuf-writer.js";
import type { InstrumentationScope } from "./span-data.js";

/** A span whose OTLP message is ready. */
export interface EncodedSpan {
  readonly bytes: Buffer;
  readonly instrumentationScope: InstrumentationScope;
  readonly resource: Readonly<Attributes>;
}

const field = {
  request: { resourceSpans: 1 },
  resourceSpans: { resource: 1, scopeSpans: 2 },
  resource: { attributes: 1 },
  scopeSpans: { scope: 1, spans: 2 },
  scope: { name: 1, version: 2 },
} as const;

/** An `ExportTraceServiceRequest`: spans grouped by resource, then by instrumentation scope. */
export function encodeRequest(spans: readonly EncodedSpan[]): Buffer {
  const writer = new ProtobufWriter();
  for (const [resource, ofResource] of groupBy(spans, (span) => span.resource)) {
    const resourceStart = writer.startMessage(field.request.resourceSpans);
    const attributesStart = writer.startMessage(field.resourceSpans.resource);
    writeAttributes(writer, field.resource.attributes, resource);
    writer.endMessage(attributesStart);
    for (const ofScope of groupBy(ofResource, scopeKey).values()) {
      writeScopeSpans(writer, ofScope);
    }
    writer.endMessage(resourceStart);
  }
  return writer.finish();
}

function writeScopeSpans(writer: ProtobufWriter, spans: readonly EncodedSpan[]): void {
  const scope = spans[0]?.instrumentationScope;
  const start = writer.startMessage(field.resourceSpans.scopeSpans);
  if (scope !== undefined) {
    const scopeStart = writer.startMessage(field.scopeSpans.scope);
    writer.string(field.scope.name, scope.name);
    if (scope.version) writer.string(field.scope.version, scope.version);
    writer.endMessage(scopeStart);
  }
  for (const span of spans) writer.bytes(field.scopeSpans.spans, span.bytes);
  writer.endMessage(start);
}

function scopeKey(span: EncodedSpan): string {
  return `${span.instrumentationScope.name}\n${span.instrumentationScope.version ?? ""}`;
}

function groupBy<Key>(
  spans: readonly EncodedSpan[],
  keyOf: (span: EncodedSpan) => Key,
): Map<Key, EncodedSpan[]> {
  const groups = new Map<Key, EncodedSpan[]>();
  for (const span of spans) {
    const key = keyOf(span);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [span]);
    else group.push(span);
  }
  return groups;
}
