import type { AnnotationQueue } from "@honeyhive/contract";

import { findReviewedEvents } from "../queries/find-reviewed-events.js";
import type { Store } from "../store/store.js";

/** The queues, each with those of its events that people have reviewed. */
export async function tellReviewed(
  store: Store,
  queues: readonly AnnotationQueue[],
  questions: readonly string[],
): Promise<AnnotationQueue[]> {
  const told: AnnotationQueue[] = [];
  for (const queue of queues) {
    const { event_ids: eventIds, scope_id: projectId } = queue;
    const found =
      // One after the other: a page of queues is no reason to keep the store from others.
      eventIds.length === 0
        ? []
        : // oxlint-disable-next-line no-await-in-loop
          await store.select(findReviewedEvents(projectId, { eventIds, questions }));
    const reviewed = new Set(found);
    told.push({ ...queue, reviewed_event_ids: eventIds.filter((id) => reviewed.has(id)) });
  }
  return told;
}
