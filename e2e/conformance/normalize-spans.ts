import type { CollectedSpan } from "@honeyhive/testing";

export interface Limits {
  readonly attributes: number;
  readonly events: number;
  readonly links: number;
}

type Normalized = Record<string, unknown>;

/**
 * The spans by name, without what differs by design (see README.md): ids become names, a foreign parent becomes a link,
 * identity attributes and flags beyond the sampled bit go, and of what exceeded a limit only the count stays.
 */
export function normalizeSpans(
  spans: readonly CollectedSpan[],
  limits: Limits,
): Record<string, Normalized> {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  return Object.fromEntries(
    spans
      .map((span) => [baseName(span), normalize(span, byId, limits)] as const)
      .toSorted(([left], [right]) => left.localeCompare(right, "en", { numeric: true })),
  );
}

function normalize(
  span: CollectedSpan,
  byId: ReadonlyMap<string, CollectedSpan>,
  limits: Limits,
): Normalized {
  const { parentSpanId } = span;
  const parent = parentSpanId === undefined ? undefined : byId.get(parentSpanId);
  const foreign =
    parentSpanId !== undefined && parent === undefined
      ? [{ traceId: span.traceId, spanId: parentSpanId, attributes: {} }]
      : [];
  const links = [...span.links, ...foreign].map(({ traceId, spanId, attributes }) => ({
    traceId,
    spanId,
    attributes,
  }));
  links.sort((left, right) => left.spanId.localeCompare(right.spanId));
  return {
    name: span.name,
    kind: span.kind,
    parent: parent === undefined ? undefined : baseName(parent),
    sharesTrace: parent === undefined || parent.traceId === span.traceId,
    isSampled: (span.flags & 1) === 1,
    traceState: span.traceState,
    start: span.startTimeUnixNano,
    end: span.endTimeUnixNano,
    status: span.status,
    scope: span.scope,
    attributes: withoutIdentity(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    // A foreign parent takes the place of a link with us.
    linksGiven: links.length + span.droppedLinksCount,
    events: span.events.length < limits.events ? span.events : span.events.length,
    links: links.length < limits.links ? links : "at the limit",
  };
}

/** Names change; what is before the first space does not. */
function baseName(span: CollectedSpan): string {
  return span.name.split(" ")[0] ?? "";
}

function withoutIdentity(attributes: Readonly<Record<string, unknown>>): Normalized {
  return Object.fromEntries(
    Object.entries(attributes).filter(([key]) => !key.startsWith("honeyhive.")),
  );
}
