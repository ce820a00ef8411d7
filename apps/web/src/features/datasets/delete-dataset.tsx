import type { Dataset } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { DeleteButton } from "../../components/dialog/delete-button.js";
import { useApi } from "../../lib/api/api-context.js";
import { datasetsKey } from "../../lib/api/dataset-queries.js";
import { formatPlural } from "../../lib/text/format-number.js";
import { runsOverQuery } from "./queries.js";

export function DeleteDataset({ dataset }: { readonly dataset: Dataset }): ReactNode {
  const api = useApi();
  const navigate = useNavigate();
  return (
    <DeleteButton
      title={`the dataset ${dataset.name}`}
      onDelete={() => api.call("deleteDataset", { params: { dataset_id: dataset.id } })}
      onDeleted={() => navigate({ to: "/datasets" })}
      queryKey={datasetsKey(api)}
    >
      <p>
        It is deleted for everybody with its {formatPlural(dataset.num_points, "datapoint")}. Only
        those that other datasets hold stay, in these.
      </p>
      <Runs datasetId={dataset.id} />
    </DeleteButton>
  );
}

function Runs({ datasetId }: { readonly datasetId: string }): ReactNode {
  const count = useQuery(runsOverQuery(useApi(), datasetId)).data;
  if (count === undefined) return <p role="status">Counting the runs over it…</p>;
  return (
    <p role="status">
      {count === 0
        ? "No run was made over it. "
        : `${formatPlural(count, "run")} over it keep${count === 1 ? "s its" : " their"} results. `}
      Evaluations that name its id will fail.
    </p>
  );
}
