import type { AnnotationQueue } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { RemoveButton } from "../../components/form/remove-button.js";
import { useApi } from "../../lib/api/api-context.js";
import { queuesKey } from "../../lib/api/queue-queries.js";

/** The events of the queue stay. */
export function RemoveQueue({ queue }: { readonly queue: AnnotationQueue }): ReactNode {
  const api = useApi();
  return (
    <RemoveButton
      label={`Delete the queue ${queue.name}`}
      onRemove={() => api.call("deleteQueue", { params: { queue_id: queue.id } })}
      queryKey={queuesKey(api)}
    />
  );
}
