import type { EventLog } from "../events/event-log.js";
import type { MediaLog } from "../events/media-log.js";
import type { LoopTurns } from "../lib/loop-turns.js";
import type { SessionRegistry } from "../events/session-registry.js";
import type { PriceTable } from "../cost/price-table.js";
import { sayDeleted } from "../sessions/say-deleted.js";
import { EventBatch, type IncomingEvent } from "./event-batch.js";
import { reject, type Rejections } from "./rejections.js";

export interface IngestServices {
  readonly events: EventLog;
  readonly media: MediaLog;
  readonly sessions: SessionRegistry;
  readonly prices: PriceTable;
  readonly turns: LoopTurns;
}

/** Stores events of one project and the sessions that are first seen through them. */
export async function ingestEvents(
  services: IngestServices,
  projectId: string,
  incoming: readonly IncomingEvent[],
): Promise<Rejections> {
  const { events, prices, turns } = services;
  const batch = new EventBatch(prices, events.startRows());
  await events.prepare(() => turns.visit(incoming, (item) => batch.add(item)));
  return storeBatch(services, projectId, batch);
}

/** Resolves to what was not kept: events of sessions that were deleted. */
export async function storeBatch(
  { events, media, sessions }: IngestServices,
  projectId: string,
  batch: EventBatch,
): Promise<Rejections> {
  // First, so that no event refers to what is not there.
  await media.append(batch.media);
  const unknown = batch.sessionIds.filter((id) => !sessions.isKnown(projectId, id));
  const started = unknown.flatMap((sessionId) => batch.startOf(sessionId) ?? []);
  await events.append([...started, ...batch.events]);
  batch.release();
  const rejections: Rejections = { count: 0, firstReason: "" };
  const deleted = new Set(batch.sessionIds.filter((id) => sessions.isDeleted(projectId, id)));
  if (deleted.size === 0) return rejections;
  for (const { sessionId } of batch.events) {
    if (deleted.has(sessionId)) reject(rejections, sayDeleted(sessionId));
  }
  return rejections;
}
