import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";

import { DialogButton } from "../../components/dialog-button.js";
import { FormButtons } from "../../components/form-buttons.js";
import { useApi } from "../../lib/api-context.js";
import { datasetsKey } from "../../lib/dataset-queries.js";
import { readForm } from "../../lib/read-form.js";

export function NewDataset(): ReactNode {
  return (
    <DialogButton
      label="New dataset"
      button={
        <>
          <Plus aria-hidden="true" className="size-4" />
          New dataset
        </>
      }
    >
      {(onClose) => <DatasetForm onClose={onClose} />}
    </DialogButton>
  );
}

function DatasetForm({ onClose }: { readonly onClose: () => void }): ReactNode {
  const api = useApi();
  const cache = useQueryClient();
  const navigate = useNavigate();
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
      onClose();
      await navigate({ to: "/datasets/$datasetId", params: { datasetId: result.insertedId } });
    },
  });
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(submit) => {
        submit.preventDefault();
        creation.mutate(new FormData(submit.currentTarget));
      }}
    >
      <h2 className="text-base font-semibold">New dataset</h2>
      {(["name", "description"] as const).map((name) => (
        <label key={name} className="flex flex-col gap-1">
          <span className="text-xs text-muted">{name === "name" ? "Name" : "Description"}</span>
          <input
            name={name}
            required={name === "name"}
            autoComplete="off"
            className="h-8 rounded-md border border-line-strong bg-surface px-2"
          />
        </label>
      ))}
      <FormButtons
        submit="Create"
        error={creation.error}
        isPending={creation.isPending}
        onCancel={onClose}
      />
    </form>
  );
}
