import type { ReactNode } from "react";

import { DataGrid } from "../../components/grid/data-grid.js";
import type { GridColumn } from "../../components/grid/grid-column.js";
import { Message } from "../../components/message.js";
import { Time } from "../../components/value/time.js";
import type { DatapointRow } from "./model/datapoint-row.js";

export function DatapointTable(props: {
  readonly rows: readonly DatapointRow[];
  readonly opened: DatapointRow | undefined;
  readonly onOpen: (row: DatapointRow | undefined) => void;
  readonly onMove: (row: DatapointRow) => void;
}): ReactNode {
  const { rows, opened, onOpen } = props;
  return (
    <DataGrid
      label="Datapoints"
      columns={rows.some(({ metadata }) => metadata !== "") ? withMetadata : withoutMetadata}
      rows={rows}
      rowKey={({ datapoint }) => datapoint.id}
      initialKey={opened?.datapoint.id}
      onOpen={onOpen}
      onMove={props.onMove}
      rowKeys={{ Escape: () => onOpen(undefined) }}
      isSelected={({ datapoint }) => datapoint.id === opened?.datapoint.id}
      empty={<Message title="No datapoint here" />}
    />
  );
}

const withMetadata: readonly GridColumn<DatapointRow>[] = [
  {
    id: "position",
    header: "#",
    minWidth: 56,
    align: "end",
    cell: ({ position }) => <span className="text-faint">{position}</span>,
  },
  {
    id: "inputs",
    header: "Inputs",
    minWidth: 180,
    grow: 3,
    cell: ({ inputs }) => <span title={inputs}>{inputs}</span>,
  },
  {
    id: "ground-truth",
    header: "Ground truth",
    minWidth: 140,
    grow: 2,
    cell: ({ groundTruth }) => <span title={groundTruth}>{groundTruth}</span>,
  },
  {
    id: "metadata",
    header: "Metadata",
    minWidth: 110,
    grow: 1,
    cell: ({ metadata }) => (
      <span title={metadata} className="text-muted">
        {metadata}
      </span>
    ),
  },
  {
    id: "created",
    header: "Added",
    minWidth: 120,
    cell: ({ datapoint }) => (
      <span className="text-muted">
        <Time at={datapoint.created_at} />
      </span>
    ),
  },
];

const withoutMetadata = withMetadata.filter(({ id }) => id !== "metadata");
