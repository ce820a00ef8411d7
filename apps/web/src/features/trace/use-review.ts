import type { AnnotationQueue, Event } from "@honeyhive/contract";
import { useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { useApi } from "../../lib/api-context.js";
import { queueQuery } from "../../lib/queue-queries.js";
import { withReview } from "./model/next-unreviewed.js";
import { saysSomething, type toUpdate } from "./model/review.js";
import { sessionKey } from "./queries.js";
import { useNextUnreviewed } from "./queue-steps.js";

export interface ReviewedEvent {
  readonly event: Event;
  /** Of which it is one; then there is a way to the next. */
  readonly queueId: string | undefined;
}

/** Keeps what is said of an event, and counts it in its queue. */
export function useReview({ event, queueId }: ReviewedEvent): {
  readonly review: UseMutationResult<unknown, Error, ReturnType<typeof toUpdate>>;
  /** Opens the next event that nobody has reviewed; undefined where there is none. */
  readonly goOn: (() => void) | undefined;
} {
  const api = useApi();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const next = useNextUnreviewed(queueId, event.event_id);
  const review = useMutation({
    mutationFn: (body: ReturnType<typeof toUpdate>) =>
      api.call("updateEvent", { params: { event_id: event.event_id }, body }),
    onSuccess: async (_answer, said) => {
      if (queueId !== undefined) {
        const change = { eventId: event.event_id, isReviewed: saysSomething(said) };
        cache.setQueryData<AnnotationQueue>(
          queueQuery(api, queueId).queryKey,
          (queue) => queue && withReview(queue, change),
        );
      }
      await cache.invalidateQueries({ queryKey: sessionKey(api, event.session_id) });
    },
  });
  if (next === undefined) return { review, goOn: undefined };
  const { sessionId, search } = next;
  const goOn = (): void =>
    void navigate({ to: "/sessions/$sessionId", params: { sessionId }, search });
  return { review, goOn };
}
