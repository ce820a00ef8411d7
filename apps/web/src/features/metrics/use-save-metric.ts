import type { MetricContent } from "@honeyhive/contract";
import { useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { useApi } from "../../lib/api/api-context.js";
import { readForm } from "../../lib/form/read-form.js";
import { useIsShown } from "../../lib/hooks/use-is-shown.js";
import { metricField, readMetricDraft } from "./model/metric-draft.js";
import { metricsKey } from "./queries.js";
import type { Edits } from "./use-edits.js";

export interface MetricToSave {
  /** Undefined for a new one. */
  readonly metricId: string | undefined;
  /** What the form started with. */
  readonly before: MetricContent | undefined;
  readonly now: MetricContent | undefined;
  readonly edits: Pick<Edits<unknown>, "onSaved" | "isEditedSince"> | undefined;
}

/** Creates a metric, or a new version that is used from now on, and shows it. */
export function useSaveMetric({
  metricId,
  before,
  now,
  edits,
}: MetricToSave): UseMutationResult<string, Error, FormData> {
  const api = useApi();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const isShown = useIsShown();
  return useMutation({
    mutationFn: async (form: FormData) => {
      const read = (field: string): string => readForm(form, field);
      const content = readMetricDraft(read, before, now);
      if (metricId === undefined) {
        return (await api.call("createMetric", { body: content })).metric_id;
      }
      const message = read(metricField.message).trim() || "Changed.";
      await api.call("createMetricVersion", {
        params: { metric_id: metricId },
        body: { content, message, deploy_immediately: true },
      });
      return metricId;
    },
    onSuccess: async (id) => {
      // What was read of the form's questions of reviews is asked for anew.
      const changed = [metricsKey(api), [api.scope, "review-questions"], [api.scope, "thresholds"]];
      await Promise.all(changed.map((queryKey) => cache.invalidateQueries({ queryKey })));
      if (!isShown()) return;
      edits?.onSaved();
      // What was typed into the form since it was sent stays there; a metric is created once.
      if (edits?.isEditedSince() === true) return;
      await navigate({
        to: "/metric-definitions/$metricId",
        params: { metricId: id },
        search: (previous: Readonly<Record<string, string | undefined>>) => ({
          event: previous["event"],
        }),
      });
    },
  });
}
