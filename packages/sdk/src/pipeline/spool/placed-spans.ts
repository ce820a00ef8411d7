/** An encoded span with the encoded resource and scope that it stands below. */
export interface PlacedSpan {
  readonly span: Uint8Array;
  readonly scope: Uint8Array;
  readonly resource: Uint8Array;
}

/** Field numbers: `resource_spans` of a request, `scope_spans` of a resource, `spans` of a scope. */
const listField = { request: 1, resourceSpans: 2, scopeSpans: 2 } as const;

/** The spans of an encoded `ExportTraceServiceRequest`. */
export function placeSpans(body: Uint8Array): PlacedSpan[] {
  return partition(body, listField.request).items.flatMap((resourceSpans) => {
    const { items, rest: resource } = partition(resourceSpans, listField.resourceSpans);
    return items.flatMap((scopeSpans) => {
      const { items: spans, rest: scope } = partition(scopeSpans, listField.scopeSpans);
      return spans.map((span) => ({ span, scope, resource }));
    });
  });
}

/** A request of some spans of one. */
export function joinSpans(spans: readonly PlacedSpan[]): Uint8Array {
  const ofResources = groupBy(spans, ({ resource }) => resource);
  const encoded = [...ofResources].map(([resource, ofResource]) => {
    const ofScopes = [...groupBy(ofResource, ({ scope }) => scope)].map(([scope, ofScope]) =>
      lengthDelimited(listField.resourceSpans, [
        scope,
        ...ofScope.map(({ span }) => lengthDelimited(listField.scopeSpans, [span])),
      ]),
    );
    return lengthDelimited(listField.request, [resource, ...ofScopes]);
  });
  return Buffer.concat(encoded);
}

function groupBy<Key>(
  spans: readonly PlacedSpan[],
  keyOf: (span: PlacedSpan) => Key,
): Map<Key, PlacedSpan[]> {
  const groups = new Map<Key, PlacedSpan[]>();
  for (const span of spans) {
    const group = groups.get(keyOf(span));
    if (group === undefined) groups.set(keyOf(span), [span]);
    else group.push(span);
  }
  return groups;
}

/** The values of one repeated field, and the message without them. All fields here are length-delimited. */
function partition(
  message: Uint8Array,
  wanted: number,
): { readonly items: Uint8Array[]; readonly rest: Uint8Array } {
  const items: Uint8Array[] = [];
  const rest: Uint8Array[] = [];
  for (let position = 0; position < message.length;) {
    const tag = readVarint(message, position);
    const length = readVarint(message, tag.next);
    const end = length.next + length.value;
    if (tag.value >>> 3 === wanted) items.push(message.subarray(length.next, end));
    else rest.push(message.subarray(position, end));
    position = end;
  }
  return { items, rest: Buffer.concat(rest) };
}

export function readVarint(
  bytes: Uint8Array,
  start: number,
): { readonly value: number; readonly next: number } {
  let value = 0;
  let next = start;
  for (let factor = 1; next < bytes.length; factor *= 0x80) {
    const byte = bytes[next++] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) break;
  }
  return { value, next };
}

function lengthDelimited(field: number, parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  return Buffer.concat([Buffer.from([(field << 3) | 2]), writeVarint(length), ...parts]);
}

function writeVarint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  bytes.push(left);
  return Buffer.from(bytes);
}
