import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { DataGrid } from "../../components/data-grid.js";
import { Message } from "../../components/message.js";
import { toggleSort } from "../../lib/sort.js";
import type { ViewProps } from "../../lib/view-props.js";
import { FirstSession } from "./first-session.js";
import type { SessionRow } from "./model/session-row.js";
import { parseSessionSort } from "./model/sort-sessions.js";
import { isFiltered, type SessionsSearch } from "./search.js";
import { runSearch, sessionColumns } from "./session-columns.js";

export function SessionsTable(
  props: ViewProps<SessionsSearch> & {
    readonly rows: readonly SessionRow[];
    readonly onEndReached: () => void;
  },
): ReactNode {
  const { search, onSearchChange } = props;
  const navigate = useNavigate();
  const sort = parseSessionSort(search.sort);
  const open = async ({ session }: SessionRow): Promise<void> => {
    await onSearchChange({ row: session.event_id });
    await navigate({
      to: "/sessions/$sessionId",
      params: { sessionId: session.session_id },
      search: runSearch(session),
    });
  };
  return (
    <DataGrid
      label="Sessions"
      columns={sessionColumns}
      rows={props.rows}
      rowKey={({ session }) => session.event_id}
      initialKey={search.row}
      sort={sort ?? { columnId: "started", direction: "desc" }}
      onSort={(column) => void onSearchChange({ sort: toggleSort(sort, column) })}
      onOpen={(row) => void open(row)}
      onEndReached={props.onEndReached}
      empty={
        isFiltered(search) ? (
          <Message title="No session matches">Change or clear the filters.</Message>
        ) : (
          <FirstSession />
        )
      }
    />
  );
}
