import type { AnnotationQueue, AnnotationQueueUpdate, JsonObject } from "@honeyhive/contract";

import { findPage } from "../events/find-page.js";
import { FilterError } from "../queries/compile-filter.js";
import type { Store } from "../store/store.js";

export interface StoredQueue {
  readonly queue: AnnotationQueue;
  /** What is to stay away although it matches. */
  readonly removedEventIds: readonly string[];
}

/** Newest first. A queue of more is nobody's work. */
const maxMatches = 1000;

/**
 * The queue with the events that its filters find, after those that were put into it by hand. Nothing is written when
 * an event arrives, so nothing is missed: not what comes late, nor what matches only once it was changed.
 */
export async function fillQueue(
  store: Store,
  { queue, removedEventIds }: StoredQueue,
): Promise<AnnotationQueue> {
  if (!queue.enabled) return queue;
  const matches = await findMatches(store, queue.scope_id, queue.filters).catch(ignoreOldFilters);
  const removed = new Set(removedEventIds);
  const entered = matches.filter((id) => !removed.has(id));
  return { ...queue, event_ids: [...new Set([...queue.event_ids, ...entered])] };
}

/** Rejects where a filter cannot be understood. */
export async function findMatches(
  store: Store,
  projectId: string,
  filters: AnnotationQueue["filters"] | undefined,
): Promise<string[]> {
  if (filters === undefined || filters.filterArray.length === 0) return [];
  const question = { filters: filters.filterArray, limit: maxMatches };
  const { places } = await findPage(store, projectId, question);
  return places.map(({ eventId }) => eventId);
}

interface QueueBefore {
  readonly stored: StoredQueue;
  /** With what had entered it by its filters. */
  readonly filled: AnnotationQueue;
}

/** What is removed stays away although it matches; what entered while the queue was enabled stays when it is not. */
export function changeQueue(
  { stored: { queue, removedEventIds }, filled }: QueueBefore,
  {
    id: _id,
    name: _name,
    add_event_ids = [],
    remove_event_ids = [],
    ...body
  }: AnnotationQueueUpdate,
): JsonObject {
  const { event_ids: known } = queue.enabled && body.enabled === false ? filled : queue;
  const added = new Set(add_event_ids);
  const kept = removedEventIds.filter((id) => !added.has(id));
  const removed = new Set([...kept, ...remove_event_ids]);
  const event_ids = [...new Set([...known, ...added])].filter((id) => !removed.has(id));
  return { ...body, event_ids, removed_event_ids: [...removed] };
}

/** Earlier versions took filters without looking at them. */
function ignoreOldFilters(error: unknown): string[] {
  if (error instanceof FilterError) return [];
  throw error;
}
