import { chartAggregations } from "@honeyhive/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";

import { DialogButton } from "../../components/dialog-button.js";
import { FormButtons } from "../../components/form-buttons.js";
import { useApi } from "../../lib/api-context.js";
import { readForm } from "../../lib/read-form.js";
import { toChartInput } from "./model/saved-chart.js";
import { savedChartsKey } from "./queries.js";

/** A button that asks for a number of the project's and keeps it as a chart, for everybody. */
export function AddChart(): ReactNode {
  return (
    <DialogButton
      label="Add chart"
      button={
        <>
          <Plus aria-hidden="true" className="size-4" />
          Add chart
        </>
      }
    >
      {(onClose) => <ChartForm onClose={onClose} />}
    </DialogButton>
  );
}

function ChartForm({ onClose }: { readonly onClose: () => void }): ReactNode {
  const api = useApi();
  const cache = useQueryClient();
  const addition = useMutation({
    mutationFn: (form: FormData) =>
      api.call("createChart", { body: toChartInput((field) => readForm(form, field)) }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: savedChartsKey(api) });
      onClose();
    },
  });
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(submit) => {
        submit.preventDefault();
        addition.mutate(new FormData(submit.currentTarget));
      }}
    >
      <h2 className="text-base font-semibold">Add chart</h2>
      <Field name="metric" label="A metric, or a field of events" example="correct" isRequired>
        {["duration", "metadata.cost", "metadata.total_tokens", "feedback.is_good"]}
      </Field>
      <label className="flex flex-col gap-1">
        <span className="text-xs text-muted">Of which it shows the</span>
        <select name="aggregation" defaultValue="average" className={fieldClass}>
          {chartAggregations.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <Field name="groupBy" label="For each (optional)" example="event_name">
        {["config.model", "event_name", "event_type", "source", "user_properties.user_id"]}
      </Field>
      <Field name="name" label="Name (optional)" />
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

function Field(props: {
  readonly name: string;
  readonly label: string;
  readonly example?: string;
  readonly isRequired?: boolean;
  /** Offered while typing. */
  readonly children?: readonly string[];
}): ReactNode {
  const listId = `chart-${props.name}`;
  return (
    <label className="flex flex-col gap-1">
      <span className="text-xs text-muted">{props.label}</span>
      <input
        name={props.name}
        required={props.isRequired}
        placeholder={props.example}
        list={props.children && listId}
        autoComplete="off"
        className={`${fieldClass} placeholder:text-faint`}
      />
      {props.children !== undefined && (
        <datalist id={listId}>
          {props.children.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
    </label>
  );
}
