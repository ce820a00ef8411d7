import {
  eventAttribute,
  eventIdOfSpan,
  identityAttribute,
  isUuid,
  traceloopAssociationPrefix,
} from "@honeyhive/contract";

import { toParentId, toSessionId } from "../lib/session-id.js";
import type { SpanRecord } from "./span-record.js";
import type { AttributeBag } from "./attribute-bag.js";
import type { AttributeNames } from "./attribute-names.js";

/** Who an event is and where it belongs. */
export interface Identity {
  readonly eventId: string;
  readonly sessionId: string;
  readonly parentId: string;
  readonly source: string;
  readonly sessionName: string | undefined;
  /** What the client called the session, where that is not a UUID. */
  readonly foreignSessionId: string | undefined;
}

const sessionIdAttributes = [
  identityAttribute.sessionId,
  `${traceloopAssociationPrefix}session_id`,
  "session.id",
];

/** Protocol, not data: taken out of the attributes and stored nowhere else. */
const protocolAttributes = [
  ...Object.values(identityAttribute),
  `${traceloopAssociationPrefix}session_id`,
  `${traceloopAssociationPrefix}project`,
  `${traceloopAssociationPrefix}source`,
  eventAttribute.id,
];

/** The span says it, or else its resource. A span without a session belongs to one that its trace shares. */
export function resolveIdentity(span: SpanRecord, bag: AttributeBag): Identity {
  const find = (...keys: readonly string[]): string | undefined =>
    firstText(keys, (key) => bag.peek(key)) ?? firstText(keys, (key) => span.resource[key]);
  const givenSessionId = find(...sessionIdAttributes);
  const givenEventId = find(eventAttribute.id);
  const sessionId = toSessionId(givenSessionId ?? `trace:${span.traceId}`);
  const parentOfSpan =
    span.parentSpanId === null ? sessionId : eventIdOfSpan(span.traceId, span.parentSpanId);
  const givenParentId = find(identityAttribute.parentId);
  const session = { id: sessionId, given: givenSessionId };
  const identity = {
    eventId: isUuid(givenEventId)
      ? givenEventId.toLowerCase()
      : eventIdOfSpan(span.traceId, span.spanId),
    sessionId,
    parentId: givenParentId === undefined ? parentOfSpan : toParentId(givenParentId, session),
    source: find(identityAttribute.source, `${traceloopAssociationPrefix}source`) ?? "otlp",
    sessionName: find(identityAttribute.sessionName),
    foreignSessionId: isUuid(givenSessionId) ? undefined : givenSessionId,
  };
  for (const key of bag.names.relevant(protocolAttributes, isAmong)) bag.take(key);
  // Otherwise it names something else, and is data.
  if (bag.peek("session.id") === givenSessionId) bag.take("session.id");
  return identity;
}

function isAmong(name: string, names: AttributeNames): boolean {
  return names.has(name);
}

function firstText(keys: readonly string[], read: (key: string) => unknown): string | undefined {
  for (const key of keys) {
    const value = read(key);
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}
