import type { Datapoint } from "@honeyhive/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { DraftFields } from "../../components/form/draft-fields.js";
import { DialogForm } from "../../components/dialog/dialog-form.js";
import { useApi } from "../../lib/api/api-context.js";
import {
  draftOfDatapoint,
  parseDraft,
  readDraft,
  type DatapointDraft,
} from "../../lib/form/datapoint-draft.js";
import { datasetsKey } from "../../lib/api/dataset-queries.js";
import { useIsShown } from "../../lib/hooks/use-is-shown.js";

const emptyDraft: DatapointDraft = {
  inputs: '{\n  "question": ""\n}',
  groundTruth: '{\n  "answer": ""\n}',
  metadata: "",
};

/** Changes a datapoint, or adds one to a dataset. */
export function DatapointForm(props: {
  readonly title: string;
  readonly datasetId: string;
  /** Undefined for a new one. */
  readonly datapoint?: Datapoint | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { datapoint, datasetId, onClose } = props;
  const api = useApi();
  const cache = useQueryClient();
  const isShown = useIsShown();
  const change = useMutation({
    mutationFn: async (form: FormData) => {
      const body = parseDraft(readDraft(form), datapoint);
      return datapoint === undefined
        ? api.call("createDatapoint", { body: { ...body, linked_datasets: [datasetId] } })
        : api.call("updateDatapoint", { params: { datapoint_id: datapoint.id }, body });
    },
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: datasetsKey(api) });
      if (isShown()) onClose();
    },
  });
  return (
    <DialogForm title={props.title} submit="Save" mutation={change} onCancel={onClose}>
      <DraftFields draft={datapoint === undefined ? emptyDraft : draftOfDatapoint(datapoint)} />
    </DialogForm>
  );
}
