import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";

import { DialogButton } from "../../components/dialog/dialog-button.js";
import { DialogForm } from "../../components/dialog/dialog-form.js";
import { TextField } from "../../components/form/text-field.js";
import { useApi } from "../../lib/api/api-context.js";
import { datasetsKey } from "../../lib/api/dataset-queries.js";
import { readForm } from "../../lib/form/read-form.js";
import { useIsShown } from "../../lib/hooks/use-is-shown.js";

export function NewDataset(): ReactNode {
  return (
    <DialogButton text="New dataset" icon={Plus}>
      {(onClose) => <DatasetForm onClose={onClose} />}
    </DialogButton>
  );
}

function DatasetForm({ onClose }: { readonly onClose: () => void }): ReactNode {
  const api = useApi();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const isShown = useIsShown();
  const creation = useMutation({
    mutationFn: (form: FormData) =>
      api.call("createDataset", {
        body: {
          name: readForm(form, "name").trim(),
          description: readForm(form, "description").trim(),
        },
      }),
    onSuccess: async ({ result }) => {
      await cache.invalidateQueries({ queryKey: datasetsKey(api) });
      if (!isShown()) return;
      onClose();
      await navigate({ to: "/datasets/$datasetId", params: { datasetId: result.insertedId } });
    },
  });
  return (
    <DialogForm title="New dataset" submit="Create" mutation={creation} onCancel={onClose}>
      <TextField name="name" label="Name" isRequired />
      <TextField name="description" label="Description" />
    </DialogForm>
  );
}
