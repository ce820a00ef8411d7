import type { Dataset } from "@honeyhive/contract";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { DataGrid } from "../../components/grid/data-grid.js";
import type { GridColumn } from "../../components/grid/grid-column.js";
import { Message } from "../../components/message.js";
import { Time } from "../../components/value/time.js";
import { formatCount } from "../../lib/text/format-number.js";
import { useOpenRow } from "../../lib/hooks/use-open-row.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import type { DatasetsSearch } from "./search.js";

export function DatasetsTable(
  props: ViewProps<DatasetsSearch> & {
    readonly rows: readonly Dataset[];
    readonly isFiltered: boolean;
  },
): ReactNode {
  const navigate = useNavigate();
  const openRow = useOpenRow(props.onSearchChange);
  return (
    <DataGrid
      label="Datasets"
      columns={columns}
      rows={props.rows}
      rowKey={({ id }) => id}
      initialKey={props.search.row}
      onOpen={({ id: datasetId }) =>
        openRow(datasetId, () => navigate({ to: "/datasets/$datasetId", params: { datasetId } }))
      }
      empty={<NoDatasets isFiltered={props.isFiltered} />}
    />
  );
}

const columns: readonly GridColumn<Dataset>[] = [
  {
    id: "name",
    header: "Dataset",
    minWidth: 160,
    grow: 2,
    cell: ({ id, name }) => (
      <Link
        to="/datasets/$datasetId"
        params={{ datasetId: id }}
        tabIndex={-1}
        title={id}
        className="font-medium hover:underline"
      >
        {name}
      </Link>
    ),
  },
  {
    id: "description",
    header: "Description",
    minWidth: 160,
    grow: 3,
    cell: ({ description }) => <span className="text-muted">{description}</span>,
  },
  {
    id: "count",
    header: "Datapoints",
    minWidth: 100,
    align: "end",
    cell: ({ num_points }) => formatCount(num_points),
  },
  {
    id: "updated",
    header: "Changed",
    minWidth: 130,
    cell: ({ updated_at }) => <Time at={updated_at} />,
  },
];

function NoDatasets({ isFiltered }: { readonly isFiltered: boolean }): ReactNode {
  if (isFiltered) return <Message title="No dataset matches">Change the search.</Message>;
  return (
    <Message title="No datasets yet">
      <p className="text-muted">
        Open a session, choose a span, and add it to a dataset. Or make one from a file, here or
        with <code className="font-mono">honeyhive datasets push cases.jsonl</code>
      </p>
    </Message>
  );
}
