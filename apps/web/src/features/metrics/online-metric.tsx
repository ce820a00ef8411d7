import type { Metric } from "@honeyhive/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";

import { CheckField } from "../../components/form/check-field.js";
import { SaveButton } from "../../components/form/save-button.js";
import { SelectField } from "../../components/form/select-field.js";
import { TextField } from "../../components/form/text-field.js";
import { useApi } from "../../lib/api/api-context.js";
import { readForm } from "../../lib/form/read-form.js";
import {
  kinds,
  onlineField,
  onlineKey,
  readOnlineDraft,
  toOnlineDraft,
  type OnlineKind,
} from "./model/online-draft.js";
import { OnlineProgress } from "./online-progress.js";
import { metricsKey } from "./queries.js";
import { useEdits } from "./use-edits.js";

/** Whether a metric is run on what comes in, on what of it, and how far it has come. */
export function OnlineMetric({ metric }: { readonly metric: Metric }): ReactNode {
  const api = useApi();
  const cache = useQueryClient();
  const edits = useEdits({ start: metric, key: onlineKey(metric), scope: metric.id });
  const save = useMutation({
    mutationFn: (form: FormData) =>
      api.call("updateMetric", {
        params: { metric_id: metric.id },
        body: readOnlineDraft((field) => readForm(form, field), metric),
      }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: metricsKey(api) });
      edits.onSaved();
    },
  });
  return (
    <section
      aria-label="On what comes in"
      className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4"
    >
      <h2 className="font-semibold">On what comes in</h2>
      <OnlineProgress metric={metric} />
      <form
        aria-label="What it is run on"
        onSubmit={(submit) => {
          submit.preventDefault();
          edits.onSubmit();
          save.mutate(new FormData(submit.currentTarget));
        }}
        onInput={edits.onInput}
        className="flex flex-col gap-3"
      >
        <Fields key={edits.formKey} metric={edits.start} />
        <SaveButton label="Save" look="plain" save={save} />
      </form>
    </section>
  );
}

function Fields({ metric }: { readonly metric: Metric }): ReactNode {
  const draft = toOnlineDraft(metric);
  const [kind, setKind] = useState<OnlineKind>(draft.kind);
  return (
    <>
      <CheckField
        name={onlineField.isOn}
        label="Run it on what comes in from now on"
        isOn={metric.enabled_in_prod}
      />
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          name={onlineField.kind}
          label="Run on"
          value={kind}
          options={kinds}
          onChange={setKind}
        />
        <TextField
          name={onlineField.eventName}
          label="Of this name"
          example="any"
          defaultValue={draft.eventName}
        />
      </div>
      <TextField
        name={onlineField.share}
        label="Percent of them; of experiments all are taken"
        type="number"
        isRequired
        defaultValue={String(metric.sampling_percentage)}
      />
      <CheckField
        name={onlineField.needsGroundTruth}
        label="Only where it is known what would have been right"
        isOn={metric.needs_ground_truth}
      />
      {draft.others.length > 0 && (
        <p className="text-muted">
          And only where{" "}
          {draft.others
            .map(({ field, operator, value }) => [field, operator, value].filter(Boolean).join(" "))
            .join(", ")}
          .
        </p>
      )}
    </>
  );
}
