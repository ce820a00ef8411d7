import type { Dataset } from "@honeyhive/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Button } from "../../components/button.js";
import { DetailPanel } from "../../components/detail-panel.js";
import { DialogButton } from "../../components/dialog/dialog-button.js";
import { Section } from "../../components/section.js";
import { useApi } from "../../lib/api/api-context.js";
import { datasetsKey } from "../../lib/api/dataset-queries.js";
import { eventQuery } from "../../lib/api/event-query.js";
import { useIsShown } from "../../lib/hooks/use-is-shown.js";
import { DatapointForm } from "./datapoint-form.js";
import type { DatapointRow } from "./model/datapoint-row.js";

export function DatapointDetail(props: {
  readonly dataset: Dataset;
  readonly row: DatapointRow;
  readonly onClose: () => void;
}): ReactNode {
  const { datapoint } = props.row;
  return (
    <DetailPanel
      label="datapoint"
      title={datapoint.id}
      actions={
        <>
          {datapoint.linked_event !== null && <SourceLink eventId={datapoint.linked_event} />}
          <DialogButton text="Edit" look="quiet" label="Edit datapoint">
            {(onClose) => (
              <DatapointForm
                title="Edit datapoint"
                datasetId={props.dataset.id}
                datapoint={datapoint}
                onClose={onClose}
              />
            )}
          </DialogButton>
          <RemoveButton {...props} />
        </>
      }
      onClose={props.onClose}
    >
      <Section title="Inputs" value={datapoint.inputs} />
      <Section title="Ground truth" value={datapoint.ground_truth} />
      <Section title="History" value={datapoint.history} isHiddenWhenEmpty />
      <Section title="Metadata" value={datapoint.metadata} isHiddenWhenEmpty />
    </DetailPanel>
  );
}

/** To the span that the datapoint was made of, while the server still has it. */
function SourceLink({ eventId }: { readonly eventId: string }): ReactNode {
  const source = useQuery(eventQuery(useApi(), eventId)).data;
  if (source === undefined) return null;
  return (
    <Link
      to="/sessions/$sessionId"
      params={{ sessionId: source.session_id }}
      search={{ event: source.event_id }}
      className="shrink-0 text-xs text-honey underline underline-offset-2"
    >
      Source span →
    </Link>
  );
}

function RemoveButton(props: {
  readonly dataset: Dataset;
  readonly row: DatapointRow;
  readonly onClose: () => void;
}): ReactNode {
  const api = useApi();
  const cache = useQueryClient();
  const isShown = useIsShown();
  const removal = useMutation({
    mutationFn: () =>
      api.call("removeDatapoint", {
        params: { dataset_id: props.dataset.id, datapoint_id: props.row.datapoint.id },
      }),
    onSuccess: async () => {
      if (isShown()) props.onClose();
      await cache.invalidateQueries({ queryKey: datasetsKey(api) });
    },
  });
  return (
    <>
      {removal.error !== null && (
        <span role="alert" className="text-xs text-bad">
          {removal.error.message}
        </span>
      )}
      <Button look="quiet" disabled={removal.isPending} onClick={() => removal.mutate()}>
        Remove from dataset
      </Button>
    </>
  );
}
