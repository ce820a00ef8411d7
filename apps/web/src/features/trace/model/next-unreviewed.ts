import type { AnnotationQueue } from "@honeyhive/contract";

type Work = Pick<AnnotationQueue, "event_ids" | "reviewed_event_ids">;

/** The first event after this one that nobody has reviewed, or else the first before it; undefined when all are. */
export function nextUnreviewed(queue: Work, eventId: string): string | undefined {
  const done = new Set([...(queue.reviewed_event_ids ?? []), eventId]);
  const place = queue.event_ids.indexOf(eventId);
  const [before, after] = [queue.event_ids.slice(0, place + 1), queue.event_ids.slice(place + 1)];
  return [...after, ...before].find((id) => !done.has(id));
}

/** The queue after an event was reviewed, or its review was taken back. */
export function withReview<Queue extends Work>(
  queue: Queue,
  { eventId, isReviewed }: { readonly eventId: string; readonly isReviewed: boolean },
): Queue {
  const others = (queue.reviewed_event_ids ?? []).filter((id) => id !== eventId);
  return { ...queue, reviewed_event_ids: isReviewed ? [...others, eventId] : others };
}
