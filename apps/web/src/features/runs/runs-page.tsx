import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, type ReactNode } from "react";

import { IgnoredInAddress } from "../../components/ignored-in-address.js";
import { Loaded } from "../../components/loaded.js";
import { Page } from "../../components/shell/page.js";
import { useApi } from "../../lib/api/api-context.js";
import { fetchMore } from "../../lib/api/fetch-more.js";
import { parseList, toList } from "../../lib/address/search-params.js";
import { useHotkeys } from "../../lib/hooks/use-hotkeys.js";
import { useLatestSearch } from "../../lib/hooks/use-latest-search.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { FirstRun } from "./first-run.js";
import { ignoredOfRuns } from "./model/ignored-of-runs.js";
import { toRunRow } from "./model/run-row.js";
import { runTrends } from "./model/run-trends.js";
import { inOrderOfStart } from "./model/selection.js";
import { runsQuery } from "./queries.js";
import { RunsHeader } from "./runs-header.js";
import { RunsTable } from "./runs-table.js";
import { isFiltered, parseRunsSearch, runsKeys, toRunsFilter, type RunsSearch } from "./search.js";
import { TrendStrip } from "./trend-strip.js";

export function RunsPage(props: ViewProps<RunsSearch>): ReactNode {
  const { search } = props;
  const navigate = useNavigate();
  const query = useInfiniteQuery(runsQuery(useApi(), toRunsFilter(search)));
  const rows = useMemo(
    () => query.data?.pages.flatMap(({ evaluations }) => evaluations.map(toRunRow)) ?? [],
    [query.data],
  );
  const latest = useLatestSearch(parseRunsSearch);
  const compare = (): void => {
    const chosen = inOrderOfStart(
      parseList(latest().select),
      rows.map(({ run }) => run),
    );
    const [first, second] = chosen;
    if (first === undefined || second === undefined) return;
    if (chosen.length > 2) {
      void navigate({ to: "/compare/runs", search: { runs: toList(chosen) } });
    } else {
      void navigate({ to: "/compare", search: { old: first, new: second } });
    }
  };
  useHotkeys({ c: compare });
  // Runs of whatever name over whatever dataset have no common course.
  const isNarrowed = search.name !== undefined || search.dataset !== undefined;
  const trends = useMemo(() => (isNarrowed ? runTrends(rows) : []), [isNarrowed, rows]);
  return (
    <Page>
      <RunsHeader
        {...props}
        total={query.data?.pages[0]?.pagination.total}
        rows={rows}
        selectedCount={parseList(search.select).length}
        onCompare={compare}
      />
      <IgnoredInAddress
        keys={runsKeys}
        ignored={ignoredOfRuns(search)}
        onSearchChange={props.onSearchChange}
      />
      <Loaded query={query} label="runs">
        {() =>
          rows.length === 0 && !isFiltered(search) ? (
            <FirstRun />
          ) : (
            <>
              <TrendStrip trends={trends} />
              <RunsTable {...props} rows={rows} onEndReached={() => fetchMore(query)} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
