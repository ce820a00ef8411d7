import type { Event } from "@honeyhive/contract";

import type { EventPatch } from "./event-patch.js";
import type { EventChange } from "./patch-log.js";
import type { EventKey } from "./waiting-events.js";

/** An event as it was sent. */
export interface EncodedEvent extends EventKey {
  readonly kind: "event";
  readonly sessionId: string;
  /** Values of `encodedColumns`, tab-separated, with the end of the line. */
  readonly row: Buffer;
  /** What it changes in its session. */
  readonly change?: EventChange;
}

/** A session as its spans tell it: only stored where nobody writes the session. */
export interface SessionGuess extends EventKey {
  readonly kind: "guess";
  readonly event: Event;
}

/** A session as its client starts it, with all that the same request says of it. */
export interface SessionStart extends EventKey {
  readonly kind: "start";
  readonly event: Event;
  /** The event's. */
  readonly row: Buffer;
  /** Of the start, which may come again. */
  readonly postDigest: string;
  /** The same as changes, the start first, where the session is there already. */
  readonly patches: readonly EventPatch[];
  /** Whether the session is whoever appends this to write: otherwise that is found out. */
  readonly isClaimed?: boolean;
}

/** What is said of an event that is there, will come, or is stored with it. */
export interface EventUpdate extends EventKey {
  readonly kind: "update";
  readonly patch: EventPatch;
  /** The patch as JSON. */
  readonly body: string;
}

/** What requests have stored, together with what others bring at the same time. */
export type LogItem = EncodedEvent | SessionGuess | SessionStart | EventUpdate;

/** What it takes until it is stored, about. */
export function sizeOf(item: LogItem): number {
  if (item.kind === "guess") return guessBytes;
  return item.kind === "update" ? item.body.length : item.row.length;
}

const guessBytes = 512;
