export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined for the root of a trace. */
  readonly parentSpanId: string | undefined;
  readonly traceState: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly CollectedEvent[];
  readonly links: readonly CollectedLink[];
  /** 0 unset, 1 ok, 2 error. */
  readonly status: { readonly code: number; readonly message: string };
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;
  readonly flags: number;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly scope: { readonly name: string; readonly version: string };
}

export interface CollectedEvent {
  readonly name: string;
  readonly timeUnixNano: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface CollectedLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface OtlpValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly bytesValue?: string;
  readonly arrayValue?: { readonly values?: readonly OtlpValue[] };
  readonly kvlistValue?: { readonly values?: readonly OtlpKeyValue[] };
}

interface OtlpKeyValue {
  readonly key: string;
  readonly value?: OtlpValue;
}

interface OtlpAttributes {
  readonly attributes?: readonly OtlpKeyValue[];
}

type OtlpSpan = Partial<
  Omit<CollectedSpan, "attributes" | "events" | "links" | "status" | "resource" | "scope">
> &
  OtlpAttributes & {
    readonly events?: readonly (OtlpAttributes & Partial<Omit<CollectedEvent, "attributes">>)[];
    readonly links?: readonly (OtlpAttributes & Partial<Omit<CollectedLink, "attributes">>)[];
    readonly status?: Partial<CollectedSpan["status"]>;
  };

interface OtlpRequest {
  readonly resourceSpans?: readonly {
    readonly resource?: OtlpAttributes;
    readonly scopeSpans?: readonly {
      readonly scope?: Partial<CollectedSpan["scope"]>;
      readonly spans?: readonly OtlpSpan[];
    }[];
  }[];
}

/** The spans of an export request in OTLP's JSON. Absent fields get protobuf's defaults. */
export function readSpans(request: unknown): CollectedSpan[] {
  // A collector for tests: what does not have this shape fails below, loudly.
  const { resourceSpans = [] } = request as OtlpRequest;
  return resourceSpans.flatMap(({ resource, scopeSpans = [] }) =>
    scopeSpans.flatMap(({ scope, spans = [] }) =>
      spans.map((span) => ({
        ...readSpan(span),
        resource: readAttributes(resource),
        scope: { name: scope?.name ?? "", version: scope?.version ?? "" },
      })),
    ),
  );
}

function readSpan(span: OtlpSpan): Omit<CollectedSpan, "resource" | "scope"> {
  return {
    traceId: span.traceId ?? "",
    spanId: span.spanId ?? "",
    parentSpanId: span.parentSpanId || undefined,
    traceState: span.traceState ?? "",
    name: span.name ?? "",
    kind: span.kind ?? 0,
    startTimeUnixNano: String(span.startTimeUnixNano ?? "0"),
    endTimeUnixNano: String(span.endTimeUnixNano ?? "0"),
    attributes: readAttributes(span),
    events: (span.events ?? []).map((event) => ({
      name: event.name ?? "",
      timeUnixNano: String(event.timeUnixNano ?? "0"),
      attributes: readAttributes(event),
    })),
    links: (span.links ?? []).map((link) => ({
      traceId: link.traceId ?? "",
      spanId: link.spanId ?? "",
      attributes: readAttributes(link),
    })),
    status: { code: span.status?.code ?? 0, message: span.status?.message ?? "" },
    droppedAttributesCount: span.droppedAttributesCount ?? 0,
    droppedEventsCount: span.droppedEventsCount ?? 0,
    droppedLinksCount: span.droppedLinksCount ?? 0,
    flags: span.flags ?? 0,
  };
}

function readAttributes(owner: OtlpAttributes | undefined): Record<string, unknown> {
  return readPairs(owner?.attributes ?? []);
}

function readPairs(pairs: readonly OtlpKeyValue[]): Record<string, unknown> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, readValue(value ?? {})]));
}

function readValue(value: OtlpValue): unknown {
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(readValue);
  if (value.kvlistValue !== undefined) return readPairs(value.kvlistValue.values ?? []);
  if (value.intValue !== undefined) return readInteger(value.intValue);
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? value.bytesValue;
}

function readInteger(value: string | number): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(value);
}
