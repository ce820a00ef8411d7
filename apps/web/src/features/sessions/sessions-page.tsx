import type { ExportEventsResponse, RootSpans } from "@honeyhive/contract";
import { useInfiniteQuery, useQueries, type UseQueryResult } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";

import { IgnoredInAddress } from "../../components/ignored-in-address.js";
import { Loaded } from "../../components/loaded.js";
import { PageHeader } from "../../components/shell/page-header.js";
import { Page } from "../../components/shell/page.js";
import { useApi } from "../../lib/api/api-context.js";
import { fetchMore } from "../../lib/api/fetch-more.js";
import { formatPlural } from "../../lib/text/format-number.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { ignoredOfSessions } from "./model/ignored-of-sessions.js";
import { listedKinds, parseListedKind } from "./model/listed-kind.js";
import { toSessionRows } from "./model/session-row.js";
import { parseSessionSort, sortSessions } from "./model/sort-sessions.js";
import { rootSpansQuery, sessionsQuery } from "./queries.js";
import { sessionsKeys, type SessionsSearch } from "./search.js";
import { SessionsTable } from "./sessions-table.js";
import { SessionsToolbar } from "./sessions-toolbar.js";

const noPages: readonly ExportEventsResponse[] = [];

function allThatCame(
  queries: readonly UseQueryResult<readonly RootSpans[]>[],
): readonly RootSpans[] {
  return queries.flatMap(({ data }) => data ?? []);
}

export function SessionsPage(props: ViewProps<SessionsSearch>): ReactNode {
  const api = useApi();
  const { sort } = props.search;
  const { label, noun } = listedKinds[parseListedKind(props.search.kind)];
  const query = useInfiniteQuery(sessionsQuery(api, props.search));
  const pages = query.data?.pages ?? noPages;
  const rootSpans = useQueries({
    queries: pages.map((page) => rootSpansQuery(api, page)),
    combine: allThatCame,
  });
  const rows = useMemo(
    () =>
      sortSessions(
        pages.flatMap(({ events }) => toSessionRows(events, rootSpans)),
        parseSessionSort(sort),
      ),
    [pages, rootSpans, sort],
  );
  const last = query.data?.pages.at(-1);
  return (
    <Page>
      <PageHeader title={label}>
        <span role="status" className="text-muted">
          {last !== undefined &&
            sayCount(last, noun, parseSessionSort(sort) !== undefined && !query.isPlaceholderData)}
        </span>
      </PageHeader>
      <SessionsToolbar {...props} rows={rows} />
      <IgnoredInAddress
        keys={sessionsKeys}
        ignored={ignoredOfSessions(props.search)}
        onSearchChange={props.onSearchChange}
      />
      <Loaded query={query} label={label.toLowerCase()}>
        {() => <SessionsTable {...props} rows={rows} onEndReached={() => fetchMore(query)} />}
      </Loaded>
    </Page>
  );
}

/** Of many no more than the newest are sorted. */
function sayCount(
  { totalEvents, moreThanTotal }: ExportEventsResponse,
  noun: string,
  isSorted: boolean,
): string {
  const count = formatPlural(totalEvents, noun);
  if (moreThanTotal !== true) return count;
  return isSorted ? `the newest ${count}, sorted` : `more than ${count}`;
}
