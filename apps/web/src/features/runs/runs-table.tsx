import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { DataGrid } from "../../components/data-grid.js";
import { Message } from "../../components/message.js";
import { parseList, toList } from "../../lib/search-params.js";
import { parseSort, toggleSort } from "../../lib/sort.js";
import type { ViewProps } from "../../lib/view-props.js";
import type { RunRow } from "./model/run-row.js";
import { toggleSelected } from "./model/selection.js";
import { runColumns } from "./run-columns.js";
import type { RunsSearch } from "./search.js";

export function RunsTable(
  props: ViewProps<RunsSearch> & {
    readonly rows: readonly RunRow[];
    readonly onEndReached: () => void;
  },
): ReactNode {
  const { search, onSearchChange } = props;
  const navigate = useNavigate();
  const selected = parseList(search.select);
  const toggle = (runId: string): void =>
    void onSearchChange({ select: toList(toggleSelected(selected, runId)) });
  const open = async ({ run }: RunRow): Promise<void> => {
    await onSearchChange({ row: run.run_id });
    await navigate({ to: "/runs/$runId", params: { runId: run.run_id } });
  };
  return (
    <DataGrid
      label="Runs"
      columns={runColumns({ selected, onToggle: toggle })}
      rows={props.rows}
      rowKey={({ run }) => run.run_id}
      initialKey={search.row}
      sort={parseSort(search.sort) ?? { columnId: "created_at", direction: "desc" }}
      onSort={(column) => void onSearchChange({ sort: toggleSort(parseSort(search.sort), column) })}
      onOpen={(row) => void open(row)}
      rowKeys={{ x: ({ run }) => toggle(run.run_id) }}
      isSelected={({ run }) => selected.includes(run.run_id)}
      onEndReached={props.onEndReached}
      empty={<Message title="No run matches">Change or clear the filters.</Message>}
    />
  );
}
