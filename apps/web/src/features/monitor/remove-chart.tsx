import type { Chart } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { RemoveButton } from "../../components/form/remove-button.js";
import { useApi } from "../../lib/api/api-context.js";
import { savedChartsKey } from "./queries.js";

export function RemoveChart({ chart }: { readonly chart: Chart }): ReactNode {
  const api = useApi();
  return (
    <RemoveButton
      label={`Delete the chart ${chart.name}`}
      onRemove={() => api.call("deleteChart", { params: { chart_id: chart.id } })}
      queryKey={savedChartsKey(api)}
    />
  );
}
