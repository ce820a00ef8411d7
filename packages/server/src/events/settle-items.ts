import type { Event } from "@honeyhive/contract";

import { applyPatches, type EventPatch } from "./event-patch.js";
import type { EncodedEvent, LogItem, SessionGuess, SessionStart } from "./log-item.js";
import type { EventChange, PatchOrigin } from "./patch-log.js";
import { nameOf, type EventKey } from "./waiting-events.js";

/** A session that is stored for the first time. */
export interface NewSession extends EventKey {
  readonly event: Event;
  readonly isStarted: boolean;
  readonly postDigest: string;
  /** The event's, where it was written already. */
  readonly row: Buffer | undefined;
}

export interface SettledItems {
  readonly rows: readonly EncodedEvent[];
  readonly sessions: readonly NewSession[];
  readonly changes: readonly EventChange[];
}

/**
 * What becomes of items that are stored at once. A session that nobody has written, `claimed` by its name, is written as
 * its first start says, with all that is said of it afterwards; without a start, as the first guess does. Everything
 * else that is said is a change of what is there.
 */
export function settleItems(
  items: readonly LogItem[],
  claimed: ReadonlySet<string>,
  newOrigin: (postDigest?: string) => PatchOrigin,
): SettledItems {
  const writers = findWriters(items, claimed);
  /** What is said of sessions after their start. */
  const said = new Map<string, EventPatch[]>();
  const rows: EncodedEvent[] = [];
  const changes: EventChange[] = [];
  const change = (key: EventKey, { patch, body, postDigest }: Said): void => {
    const known = said.get(nameOf(key));
    const { projectId, eventId } = key;
    if (known !== undefined) known.push(patch);
    else
      changes.push({
        projectId,
        eventId,
        ...newOrigin(postDigest),
        body: body ?? JSON.stringify(patch),
      });
  };
  for (const item of items) {
    if (item.kind === "event") {
      rows.push(item);
      if (item.change !== undefined) changes.push(item.change);
    } else if (item.kind === "update") {
      change(item, item);
    } else if (item.kind === "start") {
      if (writers.get(nameOf(item)) === item) said.set(nameOf(item), []);
      else {
        item.patches.forEach((patch, index) =>
          change(item, { patch, postDigest: index === 0 ? item.postDigest : undefined }),
        );
      }
    }
  }
  const sessions = [...writers].map(([name, writer]) => toSession(writer, said.get(name)));
  return { rows, sessions, changes };
}

/** A change of an event that may be stored with it. */
interface Said {
  readonly patch: EventPatch;
  /** The patch as JSON, where it is made already. */
  readonly body?: string;
  readonly postDigest?: string | undefined;
}

function findWriters(
  items: readonly LogItem[],
  claimed: ReadonlySet<string>,
): Map<string, SessionStart | SessionGuess> {
  const writers = new Map<string, SessionStart | SessionGuess>();
  for (const item of items) {
    if (item.kind !== "start" && item.kind !== "guess") continue;
    const name = nameOf(item);
    if (!claimed.has(name)) continue;
    const known = writers.get(name);
    if (known === undefined || (known.kind === "guess" && item.kind === "start")) {
      writers.set(name, item);
    }
  }
  return writers;
}

function toSession(
  writer: SessionStart | SessionGuess,
  patches: readonly EventPatch[] = [],
): NewSession {
  const { projectId, eventId, event } = writer;
  const isStarted = writer.kind === "start";
  const postDigest = isStarted ? writer.postDigest : "";
  const own = { projectId, eventId, isStarted, postDigest };
  if (patches.length > 0) return { ...own, event: applyPatches(event, patches), row: undefined };
  return { ...own, event, row: isStarted ? writer.row : undefined };
}
