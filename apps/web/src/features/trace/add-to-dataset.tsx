import type { Event } from "@honeyhive/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ListPlus } from "lucide-react";
import { useRef, useState, type ReactNode } from "react";

import { Button, buttonClass } from "../../components/button.js";
import { FormButtons } from "../../components/form-buttons.js";
import { useApi, type Api } from "../../lib/api-context.js";
import { datasetsKey, datasetsQuery } from "../../lib/dataset-queries.js";
import { readForm } from "../../lib/read-form.js";
import { parseDraft, toDraft, type DatapointDraft } from "./model/datapoint-draft.js";

/** A button that keeps a span as a datapoint: what went in, and what should have come out. */
export function AddToDataset({ event }: { readonly event: Event }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        look="quiet"
        onClick={() => {
          setIsOpen(true);
          dialog.current?.showModal();
        }}
      >
        <ListPlus aria-hidden="true" className="size-3.5" />
        Add to dataset
      </Button>
      <dialog
        ref={dialog}
        aria-label="Add to dataset"
        onClose={() => setIsOpen(false)}
        className="m-auto w-[min(40rem,calc(100vw-2rem))] rounded-lg border border-line-strong bg-surface p-4 text-ink shadow-xl backdrop:bg-black/40"
      >
        {isOpen && <DatapointForm event={event} onClose={() => dialog.current?.close()} />}
      </dialog>
    </>
  );
}

function DatapointForm(props: { readonly event: Event; readonly onClose: () => void }): ReactNode {
  const { event, onClose } = props;
  const api = useApi();
  const cache = useQueryClient();
  const datasets = useQuery(datasetsQuery(api)).data;
  const draft = toDraft(event);
  const addition = useMutation({
    mutationFn: (form: FormData) => addDatapoint(api, event, readAddition(form)),
    onSuccess: () => cache.invalidateQueries({ queryKey: datasetsKey(api) }),
  });
  if (addition.data !== undefined) return <Added datasetId={addition.data} onClose={onClose} />;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(submit) => {
        submit.preventDefault();
        addition.mutate(new FormData(submit.currentTarget));
      }}
    >
      <h2 className="text-base font-semibold">Add to dataset</h2>
      <label className="flex flex-col gap-1">
        <span className="text-xs text-muted">Dataset, or the name of a new one</span>
        <input
          name="dataset"
          required
          list="datasets"
          autoComplete="off"
          defaultValue={datasets?.[0]?.name}
          key={datasets?.[0]?.id}
          className={fieldClass}
        />
        <datalist id="datasets">
          {datasets?.map(({ id, name }) => (
            <option key={id} value={name} />
          ))}
        </datalist>
      </label>
      <JsonField name="inputs" label="Inputs" value={draft.inputs} />
      <JsonField name="groundTruth" label="Ground truth" value={draft.groundTruth} />
      <FormButtons
        submit="Add"
        error={addition.error}
        isPending={addition.isPending}
        onCancel={onClose}
      />
    </form>
  );
}

const fieldClass = "h-8 rounded-md border border-line-strong bg-surface px-2";

function JsonField(props: {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}): ReactNode {
  return (
    <label className="flex flex-col gap-1">
      <span className="text-xs text-muted">{props.label}, a JSON object</span>
      <textarea
        name={props.name}
        defaultValue={props.value}
        rows={6}
        spellCheck={false}
        className="rounded-md border border-line-strong bg-canvas p-2 font-mono text-xs"
      />
    </label>
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

function readAddition(form: FormData): DatapointDraft & { readonly dataset: string } {
  return {
    dataset: readForm(form, "dataset").trim(),
    inputs: readForm(form, "inputs"),
    groundTruth: readForm(form, "groundTruth"),
  };
}

/** The id of the dataset, made where there is none of that name. */
async function addDatapoint(
  api: Api,
  event: Event,
  form: DatapointDraft & { readonly dataset: string },
): Promise<string> {
  const content = parseDraft(form);
  const { datasets } = await api.call("listDatasets", { query: { name: form.dataset } });
  const datasetId =
    datasets[0]?.id ??
    (await api.call("createDataset", { body: { name: form.dataset } })).result.insertedId;
  await api.call("createDatapoint", {
    body: { ...content, linked_event: event.event_id, linked_datasets: [datasetId] },
  });
  return datasetId;
}
