import type { Chart } from "@honeyhive/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import type { ReactNode } from "react";

import { useApi } from "../../lib/api-context.js";
import { savedChartsKey } from "./queries.js";

export function RemoveChart({ chart }: { readonly chart: Chart }): ReactNode {
  const api = useApi();
  const cache = useQueryClient();
  const removal = useMutation({
    mutationFn: () => api.call("deleteChart", { params: { chart_id: chart.id } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: savedChartsKey(api) }),
  });
  return (
    <button
      type="button"
      title={removal.error === null ? "Delete this chart" : removal.error.message}
      disabled={removal.isPending}
      onClick={() => removal.mutate()}
      className={`rounded p-1 hover:bg-sunken hover:text-ink ${removal.error === null ? "text-faint" : "text-bad"}`}
    >
      <X aria-hidden="true" className="size-3.5" />
      <span className="sr-only">Delete the chart {chart.name}</span>
    </button>
  );
}
