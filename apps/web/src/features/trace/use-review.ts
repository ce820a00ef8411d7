import type { AnnotationQueue, Event } from "@honeyhive/contract";
import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
} from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { useApi } from "../../lib/api/api-context.js";
import { eventQuery } from "../../lib/api/event-query.js";
import { queueQuery } from "../../lib/api/queue-queries.js";
import { useIsShown } from "../../lib/hooks/use-is-shown.js";
import { nextUnreviewed, withReview } from "./model/next-unreviewed.js";
import type { toUpdate } from "./model/review.js";
import { sessionKey } from "./queries.js";

export interface ReviewedEvent {
  readonly event: Event;
  /** Of which it is one; then there is a way to the next. */
  readonly queueId: string | undefined;
}

export interface Review {
  readonly update: ReturnType<typeof toUpdate>;
  /** Whether anything is said of the event then. */
  readonly isReviewed: boolean;
}

/** Keeps what is said of an event, and counts it in its queue. */
export function useReview({ event, queueId }: ReviewedEvent): {
  readonly review: UseMutationResult<unknown, Error, Review>;
  /** Opens the next event that nobody has reviewed; undefined where there is none. */
  readonly goOn: (() => void) | undefined;
  /** Whether it is known if there is a next one. */
  readonly isReady: boolean;
} {
  const api = useApi();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const isShown = useIsShown();
  const { data: queue, isPending } = useQuery({
    ...queueQuery(api, queueId ?? ""),
    enabled: queueId !== undefined,
  });
  const nextId = queue && nextUnreviewed(queue, event.event_id);
  const review = useMutation({
    mutationFn: ({ update }: Review) =>
      api.call("updateEvent", { params: { event_id: event.event_id }, body: update }),
    onSuccess: async (_answer, { isReviewed }) => {
      if (queueId !== undefined) {
        const change = { eventId: event.event_id, isReviewed };
        cache.setQueryData<AnnotationQueue>(
          queueQuery(api, queueId).queryKey,
          (queue) => queue && withReview(queue, change),
        );
      }
      await cache.invalidateQueries({ queryKey: sessionKey(api, event.session_id) });
    },
  });
  const isReady = queueId === undefined || !isPending;
  if (nextId === undefined) return { review, goOn: undefined, isReady };
  const goOn = async (): Promise<void> => {
    // Which session it is in, only the server knows.
    const next = await cache.ensureQueryData(eventQuery(api, nextId)).catch(() => undefined);
    if (!isShown()) return;
    // One that was deleted meanwhile is in the queue no more when it is opened again.
    if (next === undefined) return navigate({ to: "/queues" });
    const search = { event: nextId, queue: queueId };
    await navigate({ to: "/sessions/$sessionId", params: { sessionId: next.session_id }, search });
  };
  return { review, goOn: () => void goOn(), isReady };
}
