import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { useApi } from "../../lib/api/api-context.js";
import { eventQuery } from "../../lib/api/event-query.js";
import { formatCount } from "../../lib/text/format-number.js";
import { queueQuery } from "../../lib/api/queue-queries.js";
import { StepLinks, type Step } from "./step-links.js";

/** Where an event stands in a queue, with the ways to those beside it. */
export function QueueSteps(props: {
  readonly queueId: string;
  readonly eventId: string;
}): ReactNode {
  const api = useApi();
  const queue = useQuery(queueQuery(api, props.queueId)).data;
  const ids = queue?.event_ids ?? [];
  const place = ids.indexOf(props.eventId);
  const previous = useStep(props.queueId, place < 0 ? undefined : ids[place - 1]);
  const next = useStep(props.queueId, place < 0 ? undefined : ids[place + 1]);
  const reviewed = queue?.reviewed_event_ids?.length ?? 0;
  if (queue === undefined) return null;
  return (
    <StepLinks label="Queue" noun="in the queue" previous={previous} next={next}>
      {place < 0 ? "not in " : `${formatCount(place + 1)} of ${formatCount(ids.length)} in `}
      {queue.name}
      {reviewed > 0 && ` · ${formatCount(reviewed)} reviewed`}
    </StepLinks>
  );
}

/** Which session an event is in, only the server knows. */
function useStep(queueId: string, eventId: string | undefined): Step | undefined {
  const event = useQuery({
    ...eventQuery(useApi(), eventId ?? ""),
    enabled: eventId !== undefined,
  }).data;
  if (event === undefined || eventId === undefined) return undefined;
  return { sessionId: event.session_id, search: { event: eventId, queue: queueId } };
}
