import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";

import { Loaded } from "../../components/loaded.js";
import { PageHeader } from "../../components/page-header.js";
import { Page } from "../../components/page.js";
import { useApi } from "../../lib/api-context.js";
import { fetchMore } from "../../lib/fetch-more.js";
import { formatPlural } from "../../lib/format-number.js";
import type { ViewProps } from "../../lib/view-props.js";
import { toSessionRows } from "./model/session-row.js";
import { sessionsQuery } from "./queries.js";
import type { SessionsSearch } from "./search.js";
import { SessionsTable } from "./sessions-table.js";
import { SessionsToolbar } from "./sessions-toolbar.js";

export function SessionsPage(props: ViewProps<SessionsSearch>): ReactNode {
  const query = useInfiniteQuery(sessionsQuery(useApi(), props.search));
  const rows = useMemo(() => query.data?.pages.flatMap(toSessionRows) ?? [], [query.data]);
  const last = query.data?.pages.at(-1);
  return (
    <Page>
      <PageHeader title="Sessions">
        <span role="status" className="text-muted">
          {last?.moreThanTotal === true && "more than "}
          {last !== undefined && formatPlural(last.totalEvents, "session")}
        </span>
      </PageHeader>
      <SessionsToolbar {...props} rows={rows} />
      <Loaded query={query} label="sessions">
        {() => <SessionsTable {...props} rows={rows} onEndReached={() => fetchMore(query)} />}
      </Loaded>
    </Page>
  );
}
