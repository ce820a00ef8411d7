import type { AnnotationQueue } from "@honeyhive/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { DataGrid } from "../../components/grid/data-grid.js";
import type { GridColumn } from "../../components/grid/grid-column.js";
import { Loaded } from "../../components/loaded.js";
import { Message } from "../../components/message.js";
import { Page } from "../../components/shell/page.js";
import { PageHeader } from "../../components/shell/page-header.js";
import { Time } from "../../components/value/time.js";
import { useApi } from "../../lib/api/api-context.js";
import { eventQuery } from "../../lib/api/event-query.js";
import { formatCount, formatPlural } from "../../lib/text/format-number.js";
import { queueQuery, queuesKey, queuesQuery } from "../../lib/api/queue-queries.js";
import { useIsShown } from "../../lib/hooks/use-is-shown.js";
import { RemoveQueue } from "./remove-queue.js";

/** What people are to look at, as queues that they work through. */
export function QueuesPage(): ReactNode {
  const query = useQuery(queuesQuery(useApi()));
  const { open, error } = useOpenQueue();
  return (
    <Page>
      <PageHeader title="Queues">
        <span role="status" className="text-muted">
          {query.data !== undefined && formatPlural(query.data.length, "queue")}
        </span>
      </PageHeader>
      {error !== null && (
        <p role="alert" className="text-bad">
          {error.message}
        </p>
      )}
      <Loaded query={query} label="queues">
        {(queues) => (
          <DataGrid
            label="Queues"
            columns={columns}
            rows={queues}
            rowKey={({ id }) => id}
            onOpen={({ id }) => open(id)}
            empty={
              <Message title="No queues yet">
                <p className="text-muted">
                  Filter the sessions to what people should look at, and press “Queue these”.
                </p>
              </Message>
            }
          />
        )}
      </Loaded>
    </Page>
  );
}

/** Goes to the first event of a queue that nobody has reviewed yet, with the queue as it is now. */
function useOpenQueue(): { readonly open: (id: string) => void; readonly error: Error | null } {
  const api = useApi();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const isShown = useIsShown();
  const { mutate, error } = useMutation({
    mutationFn: async (id: string) => {
      const queue = await cache.fetchQuery({ ...queueQuery(api, id), staleTime: 0 });
      const reviewed = new Set(queue.reviewed_event_ids);
      const first = queue.event_ids.find((eventId) => !reviewed.has(eventId)) ?? queue.event_ids[0];
      return first === undefined ? undefined : cache.fetchQuery(eventQuery(api, first));
    },
    // One that somebody else has deleted meanwhile leaves the list.
    onError: () => cache.invalidateQueries({ queryKey: queuesKey(api), exact: true }),
  });
  const open = (id: string): void =>
    // Of two that are opened, the later one: these callbacks are those of the last call.
    mutate(id, {
      onSuccess: (event) => {
        if (event === undefined || !isShown()) return;
        void navigate({
          to: "/sessions/$sessionId",
          params: { sessionId: event.session_id },
          search: { event: event.event_id, queue: id },
        });
      },
    });
  return { open, error };
}

const columns: readonly GridColumn<AnnotationQueue>[] = [
  {
    id: "name",
    header: "Queue",
    minWidth: 160,
    grow: 2,
    cell: ({ name }) => <span className="font-medium">{name}</span>,
  },
  {
    id: "description",
    header: "Description",
    minWidth: 160,
    grow: 3,
    cell: ({ description }) => <span className="text-muted">{description}</span>,
  },
  {
    id: "events",
    header: "Events",
    minWidth: 90,
    align: "end",
    cell: ({ event_ids }) => formatCount(event_ids.length),
  },
  {
    id: "reviewed",
    header: "Reviewed",
    minWidth: 96,
    align: "end",
    cell: ({ reviewed_event_ids: ids }) => (ids === undefined ? "–" : formatCount(ids.length)),
  },
  {
    id: "changed",
    header: "Changed",
    minWidth: 120,
    cell: ({ updated_at }) => <Time at={updated_at} />,
  },
  {
    id: "remove",
    header: "Delete",
    isHeaderHidden: true,
    minWidth: 48,
    cell: (queue) => <RemoveQueue queue={queue} />,
  },
];
