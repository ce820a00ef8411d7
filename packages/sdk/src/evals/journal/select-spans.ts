import { bucketAttribute, evaluationKey, identityAttribute } from "@honeyhive/contract";

import { joinSpans, placeSpans, readVarint } from "../../pipeline/spool/placed-spans.js";

export interface SelectedSpans {
  readonly body: Uint8Array;
  readonly count: number;
  /** Sessions whose case's own span is there: it ends last, so that the others are there too, or have arrived. */
  readonly whole: ReadonlySet<string>;
}

/** Field numbers of OpenTelemetry's `Span`, `KeyValue` and `AnyValue`. */
const field = { attributes: 9, key: 1, value: 2, string: 1 } as const;
/** Bytes of what is not length-delimited, by wire type. */
const fixedBytes: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

const sessionId = identityAttribute.sessionId;
const contentHash = bucketAttribute("metadata", evaluationKey.contentHash);

/** Of an encoded request the spans of these sessions. */
export function selectSpans(body: Uint8Array, sessions: ReadonlySet<string>): SelectedSpans {
  const whole = new Set<string>();
  const selected = placeSpans(body).filter(({ span }) => {
    const { session, isOfCase } = describeSpan(span);
    if (session === undefined || !sessions.has(session)) return false;
    if (isOfCase) whole.add(session);
    return true;
  });
  return { body: joinSpans(selected), count: selected.length, whole };
}

function describeSpan(span: Uint8Array): { session: string | undefined; isOfCase: boolean } {
  let session: string | undefined;
  let isOfCase = false;
  for (const attribute of fieldsOf(span, field.attributes)) {
    const key = textOf(fieldsOf(attribute, field.key)[0]);
    if (key === contentHash) isOfCase = true;
    if (key !== sessionId) continue;
    const [value = new Uint8Array()] = fieldsOf(attribute, field.value);
    session = textOf(fieldsOf(value, field.string)[0]);
  }
  return { session, isOfCase };
}

/** The length-delimited fields of one number. */
function fieldsOf(message: Uint8Array, wanted: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let position = 0; position < message.length;) {
    const tag = readVarint(message, position);
    const wireType = tag.value & 7;
    const number = readVarint(message, tag.next);
    if (wireType === 2) {
      position = number.next + number.value;
      if (tag.value >>> 3 === wanted) found.push(message.subarray(number.next, position));
    } else {
      const width = fixedBytes[wireType];
      position = width === undefined ? number.next : tag.next + width;
    }
  }
  return found;
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString("utf8");
}
