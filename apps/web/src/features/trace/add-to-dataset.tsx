import type { Event } from "@honeyhive/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ListPlus } from "lucide-react";
import type { ReactNode } from "react";

import { Button, buttonClass } from "../../components/button.js";
import { DialogButton } from "../../components/dialog/dialog-button.js";
import { DraftFields } from "../../components/form/draft-fields.js";
import { DialogForm } from "../../components/dialog/dialog-form.js";
import { TextField } from "../../components/form/text-field.js";
import { useApi, type Api } from "../../lib/api/api-context.js";
import { datasetsKey, datasetsQuery } from "../../lib/api/dataset-queries.js";
import { draftOfEvent, parseDraft, readDraft } from "../../lib/form/datapoint-draft.js";
import { readForm } from "../../lib/form/read-form.js";

/** A button that keeps a span as a datapoint: what went in, and what should have come out. */
export function AddToDataset({ event }: { readonly event: Event }): ReactNode {
  return (
    <DialogButton text="Add to dataset" icon={ListPlus} look="quiet">
      {(onClose) => <DatapointForm event={event} onClose={onClose} />}
    </DialogButton>
  );
}

function DatapointForm(props: { readonly event: Event; readonly onClose: () => void }): ReactNode {
  const { event, onClose } = props;
  const api = useApi();
  const cache = useQueryClient();
  const datasets = useQuery(datasetsQuery(api)).data;
  const addition = useMutation({
    mutationFn: (form: FormData) => addDatapoint(api, event, form),
    onSuccess: () => cache.invalidateQueries({ queryKey: datasetsKey(api) }),
  });
  if (addition.data !== undefined) return <Added datasetId={addition.data} onClose={onClose} />;
  return (
    <DialogForm title="Add to dataset" submit="Add" mutation={addition} onCancel={onClose}>
      <TextField
        name="dataset"
        label="Dataset, or the name of a new one"
        isRequired
        defaultValue={datasets?.[0]?.name}
        suggestions={datasets?.map(({ name }) => name)}
      />
      <DraftFields draft={draftOfEvent(event)} />
    </DialogForm>
  );
}

function Added(props: { readonly datasetId: string; readonly onClose: () => void }): ReactNode {
  return (
    <div role="status" className="flex flex-col gap-3">
      <p>The datapoint is in the dataset.</p>
      <div className="flex gap-2">
        <Link
          to="/datasets/$datasetId"
          params={{ datasetId: props.datasetId }}
          className={buttonClass("accent")}
        >
          Open the dataset
        </Link>
        <Button onClick={props.onClose}>Close</Button>
      </div>
    </div>
  );
}

/** The id of the dataset, made where there is none of that name. */
async function addDatapoint(api: Api, event: Event, form: FormData): Promise<string> {
  const content = parseDraft(readDraft(form));
  const name = readForm(form, "dataset").trim();
  const { datasets } = await api.call("listDatasets", { query: { name } });
  const datasetId =
    datasets[0]?.id ?? (await api.call("createDataset", { body: { name } })).result.insertedId;
  await api.call("createDatapoint", {
    body: { ...content, linked_event: event.event_id, linked_datasets: [datasetId] },
  });
  return datasetId;
}
