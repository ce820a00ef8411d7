import { bucketAttribute, eventAttribute, type JsonObject } from "@honeyhive/contract";
import type { Attributes, Link, SpanContext, SpanStatus } from "@opentelemetry/api";

import type { SpanData } from "../encode/span-data.js";
import { isThenable } from "../lib/is-thenable.js";

/** What is about to leave the process. Names and ids of sessions, times and the shape of the trace are not part of it. */
export type RedactablePayload =
  | {
      readonly type: "span";
      readonly name: string;
      readonly attributes: Attributes;
      readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
      readonly links: readonly { readonly attributes: Attributes }[];
      readonly statusMessage: string | undefined;
    }
  /** The start of a session, an update of one, or an event that is recorded as a whole. */
  | { readonly type: "session" | "update" | "event"; readonly fields: JsonObject };

/** Gives what may leave of a payload: a new one, or the given one, changed. It may not be a promise. */
export type Redact = (payload: RedactablePayload) => RedactablePayload;

export interface Redaction<Result> {
  readonly result: Result;
  /** What went wrong, when all was withheld. */
  readonly failure: unknown;
}

const withheld = "[withheld: redact failed]";
const markerKey = "redaction";

/** A span as the hook wants it, or without any payload when the hook fails. */
export function redactSpan(data: SpanData, redact: Redact): Redaction<SpanData> {
  try {
    const payload = checkPayload(
      redact({
        type: "span",
        name: data.name,
        attributes: { ...data.attributes },
        events: data.events.map(({ name, attributes }) => ({
          name,
          attributes: { ...attributes },
        })),
        links: data.links.map(({ attributes }) => ({ attributes: { ...attributes } })),
        statusMessage: data.status.message,
      }),
    );
    if (payload.type !== "span") throw new TypeError("redact() changed the type of its payload");
    return { result: applyToSpan(data, payload), failure: undefined };
  } catch (failure) {
    return { result: withholdSpan(data), failure };
  }
}

/** The fields of a session or an update as the hook wants them, or a marker when the hook fails. */
export function redactFields(
  type: "session" | "update" | "event",
  fields: JsonObject,
  redact: Redact,
): Redaction<JsonObject> {
  try {
    const payload = checkPayload(redact({ type, fields: structuredClone(fields) }));
    if (payload.type === "span") throw new TypeError("redact() changed the type of its payload");
    return { result: { ...payload.fields }, failure: undefined };
  } catch (failure) {
    return { result: { metadata: { [markerKey]: withheld } }, failure };
  }
}

/** @throws when the hook gave something that cannot be a payload. */
function checkPayload(payload: RedactablePayload): RedactablePayload {
  if (typeof payload !== "object" || payload === null || isThenable(payload)) {
    throw new TypeError("redact() did not return a payload");
  }
  const body: unknown = payload.type === "span" ? payload.attributes : payload.fields;
  if (typeof body !== "object" || body === null) {
    throw new TypeError("redact() returned a payload without its body");
  }
  return payload;
}

function applyToSpan(
  data: SpanData,
  payload: Extract<RedactablePayload, { type: "span" }>,
): SpanData {
  // A hook that builds a payload of its own may leave out what it does not let pass.
  const links: typeof payload.links | undefined = payload.links;
  return {
    ...data,
    name: String(payload.name),
    attributes: payload.attributes,
    // Events keep their times by position; the hook may drop some from the end, not add any.
    events: payload.events.slice(0, data.events.length).map(({ name, attributes }, index) => ({
      name,
      attributes,
      timeMs: data.events[index]?.timeMs ?? data.endMs,
    })),
    links: data.links.map(({ context }, index) => withAttributes(context, links?.[index])),
    status: withMessage(data.status, payload.statusMessage),
  };
}

function withAttributes(
  context: SpanContext,
  link: { readonly attributes?: Attributes } | undefined,
): Link {
  return link?.attributes === undefined ? { context } : { context, attributes: link.attributes };
}

function withholdSpan(data: SpanData): SpanData {
  const type = data.attributes[eventAttribute.type];
  return {
    ...data,
    name: withheld,
    attributes: {
      ...(type === undefined ? {} : { [eventAttribute.type]: type }),
      [bucketAttribute("metadata", markerKey)]: withheld,
    },
    events: [],
    links: data.links.map(({ context }) => ({ context })),
    status: withMessage(data.status, undefined),
  };
}

function withMessage({ code }: SpanStatus, message: string | undefined): SpanStatus {
  return message === undefined ? { code } : { code, message };
}
