import { chartAggregations } from "@honeyhive/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";

import { DialogButton } from "../../components/dialog/dialog-button.js";
import { DialogForm } from "../../components/dialog/dialog-form.js";
import { fieldClass, TextField } from "../../components/form/text-field.js";
import { useApi } from "../../lib/api/api-context.js";
import { readForm } from "../../lib/form/read-form.js";
import { useIsShown } from "../../lib/hooks/use-is-shown.js";
import { toChartInput } from "./model/saved-chart.js";
import { savedChartsKey } from "./queries.js";

/** A button that asks for a number of the project's and keeps it as a chart, for everybody. */
export function AddChart(): ReactNode {
  return (
    <DialogButton text="Add chart" icon={Plus}>
      {(onClose) => <ChartForm onClose={onClose} />}
    </DialogButton>
  );
}

function ChartForm({ onClose }: { readonly onClose: () => void }): ReactNode {
  const api = useApi();
  const cache = useQueryClient();
  const isShown = useIsShown();
  const addition = useMutation({
    mutationFn: (form: FormData) =>
      api.call("createChart", { body: toChartInput((field) => readForm(form, field)) }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: savedChartsKey(api) });
      if (isShown()) onClose();
    },
  });
  return (
    <DialogForm title="Add chart" submit="Add" mutation={addition} onCancel={onClose}>
      <TextField
        name="metric"
        label="A metric, or a field of events"
        example="correct"
        isRequired
        suggestions={metricFields}
      />
      <label className="flex flex-col gap-1">
        <span className="text-xs text-muted">Of which it shows the</span>
        <select name="aggregation" defaultValue="average" className={fieldClass}>
          {chartAggregations.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <TextField
        name="groupBy"
        label="For each (optional)"
        example="event_name"
        suggestions={groupFields}
      />
      <TextField name="name" label="Name (optional)" />
    </DialogForm>
  );
}

const metricFields = [
  "duration",
  "metadata.cost",
  "metadata.total_tokens",
  "feedback.review_is_good",
];
const groupFields = [
  "config.model",
  "event_name",
  "event_type",
  "source",
  "user_properties.user_id",
];
