import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { DataGrid } from "../../components/grid/data-grid.js";
import { Message } from "../../components/message.js";
import { parseList, toList } from "../../lib/address/search-params.js";
import { useLatestSearch } from "../../lib/hooks/use-latest-search.js";
import { useOpenRow } from "../../lib/hooks/use-open-row.js";
import { useSorting } from "../../lib/hooks/use-sorting.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import type { RunRow } from "./model/run-row.js";
import { toggleSelected } from "./model/selection.js";
import { runColumns } from "./run-columns.js";
import { parseRunSort, parseRunsSearch, type RunsSearch } from "./search.js";

export function RunsTable(
  props: ViewProps<RunsSearch> & {
    readonly rows: readonly RunRow[];
    readonly onEndReached: () => void;
  },
): ReactNode {
  const { search, onSearchChange } = props;
  const navigate = useNavigate();
  const latest = useLatestSearch(parseRunsSearch);
  const openRow = useOpenRow(onSearchChange);
  const { sort, onSort } = useSorting(props, parseRunSort);
  const selected = parseList(search.select);
  const toggle = (runId: string): void =>
    void onSearchChange({ select: toList(toggleSelected(parseList(latest().select), runId)) });
  return (
    <DataGrid
      label="Runs"
      columns={runColumns({ selected, onToggle: toggle })}
      rows={props.rows}
      rowKey={({ run }) => run.run_id}
      initialKey={search.row}
      sort={sort ?? { columnId: "created_at", direction: "desc" }}
      onSort={onSort}
      onOpen={({ run: { run_id: runId } }) =>
        openRow(runId, () => navigate({ to: "/runs/$runId", params: { runId } }))
      }
      rowKeys={{ x: ({ run }) => toggle(run.run_id) }}
      isSelected={({ run }) => selected.includes(run.run_id)}
      onEndReached={props.onEndReached}
      empty={<Message title="No run matches">Change or clear the filters.</Message>}
    />
  );
}
