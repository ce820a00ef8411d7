import type { AnnotationQueue, Event } from "@honeyhive/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ListChecks } from "lucide-react";
import type { ReactNode } from "react";

import { Button, buttonClass } from "../../components/button.js";
import { DialogButton } from "../../components/dialog/dialog-button.js";
import { DialogForm } from "../../components/dialog/dialog-form.js";
import { TextField } from "../../components/form/text-field.js";
import { useApi, type Api } from "../../lib/api/api-context.js";
import { formatPlural } from "../../lib/text/format-number.js";
import { queuesKey, queuesQuery } from "../../lib/api/queue-queries.js";
import { readForm } from "../../lib/form/read-form.js";

/** A button that puts a span into a queue, for people to look at. */
export function AddToQueue({ event }: { readonly event: Event }): ReactNode {
  return (
    <DialogButton text="Add to queue" icon={ListChecks} look="quiet">
      {(onClose) => <QueueForm event={event} onClose={onClose} />}
    </DialogButton>
  );
}

function QueueForm(props: { readonly event: Event; readonly onClose: () => void }): ReactNode {
  const { event, onClose } = props;
  const api = useApi();
  const cache = useQueryClient();
  const queues = useQuery(queuesQuery(api)).data;
  const addition = useMutation({
    mutationFn: (form: FormData) => addToQueue(api, event.event_id, readForm(form, "queue").trim()),
    onSuccess: () => cache.invalidateQueries({ queryKey: queuesKey(api) }),
  });
  if (addition.data !== undefined) return <Added queue={addition.data} onClose={onClose} />;
  const holders = queues?.filter(({ event_ids }) => event_ids.includes(event.event_id)) ?? [];
  return (
    <DialogForm title="Add to queue" submit="Add" mutation={addition} onCancel={onClose}>
      {holders.length > 0 && (
        <p className="text-muted">Already in {holders.map(({ name }) => name).join(", ")}.</p>
      )}
      <TextField
        name="queue"
        label="Queue, or the name of a new one"
        isRequired
        defaultValue={queues?.find((queue) => !holders.includes(queue))?.name}
        suggestions={queues?.map(({ name }) => name)}
      />
    </DialogForm>
  );
}

function Added(props: {
  readonly queue: AnnotationQueue;
  readonly onClose: () => void;
}): ReactNode {
  const { queue } = props;
  return (
    <div role="status" className="flex flex-col gap-3">
      <p>
        The span is in {queue.name}, with {formatPlural(queue.event_ids.length, "event")}.
      </p>
      <div className="flex gap-2">
        <Link to="/queues" className={buttonClass("accent")}>
          Open the queues
        </Link>
        <Button onClick={props.onClose}>Close</Button>
      </div>
    </div>
  );
}

/** Into the queue of that name, made where there is none. */
async function addToQueue(api: Api, eventId: string, name: string): Promise<AnnotationQueue> {
  const { queues } = await api.call("listQueues", { query: {} });
  const known = queues.find((queue) => queue.name === name);
  const { queue } =
    known === undefined
      ? await api.call("createQueue", { body: { name, event_ids: [eventId] } })
      : await api.call("updateQueue", {
          params: { queue_id: known.id },
          body: { add_event_ids: [eventId] },
        });
  return queue;
}
