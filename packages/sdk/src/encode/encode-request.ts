import type { Attributes } from "@opentelemetry/api";

import { encodeIdentity, writeAttributes, writeSpan } from "./encode-span.js";
import { ProtobufWriter } from "./protobuf-writer.js";
import { shrinkSpan } from "./shrink-span.js";
import type { FinishedSpan, SpanData } from "./span-data.js";

const field = {
  request: { resourceSpans: 1 },
  resourceSpans: { resource: 1, scopeSpans: 2 },
  resource: { attributes: 1 },
  scopeSpans: { scope: 1, spans: 2 },
  scope: { name: 1, version: 2 },
} as const;

export interface RequestEncoderOptions {
  /** Larger spans have their longest values cut. */
  readonly maxSpanBytes: number;
  readonly onShrunk: (sizeBytes: number) => void;
}

/** A request's body; `release` gives its memory back, after which the body must not be read. */
export interface EncodedRequest {
  readonly body: Uint8Array;
  /** Spans that could not be encoded, with the reason: they are left out, their neighbours are not. */
  readonly failures: ReadonlyMap<FinishedSpan, unknown>;
  readonly release: () => void;
}

const maxKeptBytes = 1 << 21;
/** Lengths of the same number of bytes, from 128 to 16,383, need no moving. */
const usualSpanBytes = 2000;

/** Makes `ExportTraceServiceRequest`s, each in one pass over its spans, in memory that is used again. */
export class RequestEncoder {
  private readonly options: RequestEncoderOptions;
  private readonly free: ProtobufWriter[] = [];
  private readonly attributeNames = new Map<string, Uint8Array>();
  private readonly scratch = new ProtobufWriter(this.attributeNames);
  /** Of the request that is being encoded, in `scratch`: spans of a session travel together. */
  private identities = new Map<Readonly<Attributes>, Uint8Array>();

  constructor(options: RequestEncoderOptions) {
    this.options = options;
  }

  encode(spans: readonly FinishedSpan[]): EncodedRequest {
    const writer = this.free.pop() ?? new ProtobufWriter(this.attributeNames);
    const failures = new Map<FinishedSpan, unknown>();
    writer.reset();
    for (const [resource, ofResource] of groupBy(spans, (span) => span.resource)) {
      const start = writer.startWideMessage(field.request.resourceSpans);
      const resourceStart = writer.startMessage(field.resourceSpans.resource);
      writeAttributes(writer, field.resource.attributes, resource);
      writer.endMessage(resourceStart);
      for (const ofScope of groupBy(ofResource, scopeKey).values()) {
        this.writeScopeSpans(writer, ofScope, failures);
      }
      writer.endWideMessage(start);
    }
    // Not emptied: a map that has been in use for long would hold on to what later requests put into it.
    this.identities = new Map();
    this.scratch.reset();
    return { body: writer.finish(), failures, release: () => this.takeBack(writer) };
  }

  private takeBack(writer: ProtobufWriter): void {
    if (writer.capacity <= maxKeptBytes) this.free.push(writer);
  }

  private writeScopeSpans(
    writer: ProtobufWriter,
    spans: readonly FinishedSpan[],
    failures: Map<FinishedSpan, unknown>,
  ): void {
    const scope = spans[0]?.instrumentationScope;
    const start = writer.startWideMessage(field.resourceSpans.scopeSpans);
    if (scope !== undefined) {
      const scopeStart = writer.startMessage(field.scopeSpans.scope);
      writer.string(field.scope.name, scope.name);
      if (scope.version) writer.string(field.scope.version, scope.version);
      writer.endMessage(scopeStart);
    }
    for (const span of spans) {
      const before = writer.size;
      try {
        this.writeBounded(writer, span);
      } catch (error) {
        writer.rollBack(before);
        failures.set(span, error);
      }
    }
    writer.endWideMessage(start);
  }

  private writeBounded(writer: ProtobufWriter, span: FinishedSpan): void {
    const before = writer.size;
    const sizeBytes = this.write(writer, span, span.data);
    const excessBytes = sizeBytes - this.options.maxSpanBytes;
    if (excessBytes <= 0) return;
    this.options.onShrunk(sizeBytes);
    writer.rollBack(before);
    this.write(writer, span, shrinkSpan(span.data, excessBytes));
  }

  /** @returns the size of the span's message */
  private write(writer: ProtobufWriter, span: FinishedSpan, data: SpanData): number {
    const start = writer.startMessage(field.scopeSpans.spans, usualSpanBytes);
    writeSpan(writer, data, span.identity, this.identityOf(span));
    const sizeBytes = writer.size - start;
    writer.endMessage(start, usualSpanBytes);
    return sizeBytes;
  }

  private identityOf({ identity }: FinishedSpan): Uint8Array {
    const known = this.identities.get(identity);
    if (known !== undefined) return known;
    const encoded = encodeIdentity(this.scratch, identity);
    this.identities.set(identity, encoded);
    return encoded;
  }
}

function scopeKey({ instrumentationScope: { name, version } }: FinishedSpan): string {
  return version === undefined ? name : `${name}\n${version}`;
}

function groupBy<Key>(
  spans: readonly FinishedSpan[],
  keyOf: (span: FinishedSpan) => Key,
): Map<Key, FinishedSpan[]> {
  const groups = new Map<Key, FinishedSpan[]>();
  let lastKey: Key | undefined;
  let last: FinishedSpan[] | undefined;
  for (const span of spans) {
    const key = keyOf(span);
    // Most spans are of the same group as the one before.
    if (last === undefined || key !== lastKey) {
      last = groups.get(key) ?? [];
      lastKey = key;
      groups.set(key, last);
    }
    last.push(span);
  }
  return groups;
}
