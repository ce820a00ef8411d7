import { formatDuration, type RunOfList } from "@honeyhive/contract";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { StatusBadge } from "../../components/badge.js";
import type { GridColumn } from "../../components/grid/grid-column.js";
import { Time } from "../../components/value/time.js";
import { formatScore } from "../../lib/text/format-number.js";
import { runDataset } from "../../lib/runs/run-dataset.js";
import { CasesBar } from "./cases-bar.js";
import type { RunRow } from "./model/run-row.js";

export interface RunSelection {
  readonly selected: readonly string[];
  readonly onToggle: (runId: string) => void;
}

export function runColumns(selection: RunSelection): readonly GridColumn<RunRow>[] {
  return [selectColumn(selection), ...dataColumns];
}

function selectColumn(selection: RunSelection): GridColumn<RunRow> {
  return {
    id: "select",
    header: "Select",
    isHeaderHidden: true,
    minWidth: 40,
    cell: ({ run }) => (
      <label className="-m-2 flex p-2">
        <span className="sr-only">Select {run.name} for comparison</span>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={selection.selected.includes(run.run_id)}
          onChange={() => selection.onToggle(run.run_id)}
          className="size-3.5 accent-honey-solid"
        />
      </label>
    ),
  };
}

/** A click leaves the runs over the same dataset: those that can be compared. */
function DatasetOfRun({ run }: { readonly run: RunOfList }): ReactNode {
  const dataset = runDataset(run);
  if (dataset === undefined) return <span className="text-faint">–</span>;
  return (
    <Link
      to="/runs"
      search={{ dataset }}
      tabIndex={-1}
      title={`All runs over ${run.dataset_name ?? dataset}`}
      className="font-mono text-xs text-muted hover:underline"
    >
      {run.dataset_name ?? dataset}
    </Link>
  );
}

const dataColumns: readonly GridColumn<RunRow>[] = [
  {
    id: "name",
    header: "Name",
    minWidth: 180,
    grow: 4,
    isSortable: true,
    cell: ({ run }) => (
      <Link
        to="/runs/$runId"
        params={{ runId: run.run_id }}
        tabIndex={-1}
        title={run.name}
        className="font-medium hover:underline"
      >
        {run.name === "" ? run.run_id : run.name}
      </Link>
    ),
  },
  {
    id: "status",
    header: "Status",
    minWidth: 108,
    isSortable: true,
    cell: ({ run }) => <StatusBadge status={run.status} />,
  },
  { id: "cases", header: "Passed", minWidth: 176, cell: (row) => <CasesBar row={row} /> },
  {
    id: "metrics",
    header: "Metric averages",
    minWidth: 200,
    grow: 5,
    cell: ({ metrics }) =>
      metrics.length === 0 ? (
        <span className="text-faint">–</span>
      ) : (
        metrics.map(({ name, value }) => (
          <span key={name} className="mr-3">
            <span className="text-muted">{name}</span>{" "}
            <span className="font-medium">{formatScore(value)}</span>
          </span>
        ))
      ),
  },
  {
    id: "dataset",
    header: "Dataset",
    minWidth: 130,
    grow: 1,
    cell: ({ run }) => <DatasetOfRun run={run} />,
  },
  {
    id: "created_at",
    header: "Started",
    minWidth: 130,
    isSortable: true,
    cell: ({ run }) => <Time at={run.created_at} />,
  },
  {
    id: "duration",
    header: "Duration",
    minWidth: 96,
    align: "end",
    cell: ({ durationMs }) => (durationMs === undefined ? "–" : formatDuration(durationMs)),
  },
];
