import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";

import { Choice } from "../../components/choice.js";
import { Loaded } from "../../components/loaded.js";
import { PageHeader } from "../../components/page-header.js";
import { Page } from "../../components/page.js";
import { SearchBox } from "../../components/search-box.js";
import { useApi } from "../../lib/api-context.js";
import { fetchMore } from "../../lib/fetch-more.js";
import { formatPlural } from "../../lib/format-number.js";
import type { ViewProps } from "../../lib/view-props.js";
import { sessionsQuery } from "./queries.js";
import type { SessionsSearch } from "./search.js";
import { SessionsTable } from "./sessions-table.js";

export function SessionsPage(props: ViewProps<SessionsSearch>): ReactNode {
  const { search, onSearchChange } = props;
  const query = useInfiniteQuery(sessionsQuery(useApi(), search));
  const rows = useMemo(() => query.data?.pages.flatMap(({ events }) => events) ?? [], [query.data]);
  const total = query.data?.pages[0]?.totalEvents;
  return (
    <Page>
      <PageHeader title="Sessions">
        <span role="status" className="text-muted">
          {total !== undefined && formatPlural(total, "session")}
        </span>
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
        {() => <SessionsTable {...props} rows={rows} onEndReached={() => fetchMore(query)} />}
      </Loaded>
    </Page>
  );
}
