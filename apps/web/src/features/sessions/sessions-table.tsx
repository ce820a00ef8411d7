import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Button } from "../../components/button.js";
import { DataGrid } from "../../components/grid/data-grid.js";
import { Message } from "../../components/message.js";
import { useOpenRow } from "../../lib/hooks/use-open-row.js";
import { useSorting } from "../../lib/hooks/use-sorting.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { FirstSession } from "./first-session.js";
import { listedKinds, parseListedKind, type ListedKind } from "./model/listed-kind.js";
import type { SessionRow } from "./model/session-row.js";
import { parseSessionSort } from "./model/sort-sessions.js";
import { isFiltered, type SessionsSearch } from "./search.js";
import { runSearch, sessionColumns } from "./session-columns.js";
import { spanColumns } from "./span-columns.js";

export function SessionsTable(
  props: ViewProps<SessionsSearch> & {
    readonly rows: readonly SessionRow[];
    readonly onEndReached: () => void;
  },
): ReactNode {
  const { search, onSearchChange } = props;
  const kind = parseListedKind(search.kind);
  const isOfSessions = kind === "session";
  const navigate = useNavigate();
  const { sort, onSort } = useSorting(props, parseSessionSort);
  const openRow = useOpenRow(onSearchChange);
  const open = ({ session }: SessionRow): void =>
    openRow(session.event_id, () =>
      navigate({
        to: "/sessions/$sessionId",
        params: { sessionId: session.session_id },
        search: isOfSessions
          ? runSearch(session)
          : { ...runSearch(session), event: session.event_id },
      }),
    );
  return (
    <DataGrid
      label={listedKinds[kind].label}
      columns={isOfSessions ? sessionColumns : spanColumns}
      rows={props.rows}
      rowKey={({ session }) => session.event_id}
      initialKey={search.row}
      sort={sort ?? { columnId: "started", direction: "desc" }}
      onSort={onSort}
      onOpen={open}
      onEndReached={props.onEndReached}
      empty={
        isFiltered(search) || !isOfSessions ? (
          <NothingMatches {...props} kind={kind} />
        ) : (
          <FirstSession />
        )
      }
    />
  );
}

function NothingMatches(
  props: ViewProps<SessionsSearch> & { readonly kind: ListedKind },
): ReactNode {
  const { kind, search, onSearchChange } = props;
  const mayBeInSpans = kind === "session" && (search.where ?? search.q) !== undefined;
  return (
    <Message title={`No ${listedKinds[kind].noun} matches`}>
      <p>Change or clear the filters.</p>
      {mayBeInSpans && (
        <>
          <p className="text-muted">
            They are about what sessions themselves say. Where a session says nothing, the list
            shows what its spans say.
          </p>
          <Button onClick={() => void onSearchChange({ kind: "span" })}>
            Look among the spans
          </Button>
        </>
      )}
    </Message>
  );
}
