import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, type ReactNode } from "react";

import { Choice } from "../../components/choice.js";
import { DataGrid } from "../../components/data-grid.js";
import { Loaded } from "../../components/loaded.js";
import { Message } from "../../components/message.js";
import { Page } from "../../components/page.js";
import { PageHeader } from "../../components/page-header.js";
import { SearchBox } from "../../components/search-box.js";
import { useApi } from "../../lib/api-context.js";
import { formatPlural } from "../../lib/format-number.js";
import { sessionsQuery } from "./queries.js";
import type { SessionsSearch } from "./search.js";
import { runSearch, sessionColumns } from "./session-columns.js";

export function SessionsPage(props: {
  readonly search: SessionsSearch;
  readonly onSearchChange: (patch: SessionsSearch) => Promise<void>;
}): ReactNode {
  const { search, onSearchChange } = props;
  const navigate = useNavigate();
  const query = useInfiniteQuery(sessionsQuery(useApi(), search));
  const rows = useMemo(() => query.data?.pages.flatMap(({ events }) => events) ?? [], [query.data]);
  const { hasNextPage, fetchNextPage } = query;
  const onEndReached = useCallback(() => {
    if (hasNextPage) void fetchNextPage();
  }, [hasNextPage, fetchNextPage]);
  const isFiltered = search.q !== undefined || search.state !== undefined;
  return (
    <Page>
      <PageHeader title="Sessions">
        {query.data !== undefined && (
          <span role="status" className="text-muted">
            {formatPlural(query.data.pages[0]?.totalEvents ?? 0, "session")}
          </span>
        )}
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label="Search by name"
          value={search.q ?? ""}
          onChange={(q) => void onSearchChange({ q })}
        />
        <Choice<"failed">
          label="State"
          options={[{ value: "failed", label: "With errors" }]}
          value={search.state === "failed" ? "failed" : undefined}
          onChange={(state) => void onSearchChange({ state })}
        />
      </div>
      <Loaded query={query} label="sessions">
        {() => (
          <DataGrid
            label="Sessions"
            columns={sessionColumns}
            rows={rows}
            rowKey={({ event_id }) => event_id}
            initialKey={search.row}
            onOpen={async (session) => {
              await onSearchChange({ row: session.event_id });
              await navigate({
                to: "/sessions/$sessionId",
                params: { sessionId: session.session_id },
                search: runSearch(session),
              });
            }}
            onEndReached={onEndReached}
            empty={
              isFiltered ? (
                <Message title="No session matches">Change or clear the filters.</Message>
              ) : (
                <Message title="No sessions yet">
                  Every tracer starts one. Point its server URL at {window.location.origin}.
                </Message>
              )
            }
          />
        )}
      </Loaded>
    </Page>
  );
}
