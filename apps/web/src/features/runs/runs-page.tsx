import { runStatuses, type RunStatus } from "@honeyhive/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { GitCompareArrows } from "lucide-react";
import { useCallback, useMemo, type ReactNode } from "react";

import { Button } from "../../components/button.js";
import { Choice } from "../../components/choice.js";
import { DataGrid } from "../../components/data-grid.js";
import { parseSort, toggleSort } from "../../components/grid-column.js";
import { Loaded } from "../../components/loaded.js";
import { Message } from "../../components/message.js";
import { Page } from "../../components/page.js";
import { PageHeader } from "../../components/page-header.js";
import { SearchBox } from "../../components/search-box.js";
import { useApi } from "../../lib/api-context.js";
import { formatPlural } from "../../lib/format-number.js";
import { parseList, toList } from "../../lib/search-params.js";
import { useHotkeys } from "../../lib/use-hotkeys.js";
import { FirstRun } from "./first-run.js";
import { toRunRow } from "./model/run-row.js";
import { toComparison, toggleSelected } from "./model/selection.js";
import { runsQuery } from "./queries.js";
import { runColumns } from "./run-columns.js";
import { toRunsFilter, type RunsSearch } from "./search.js";

export function RunsPage(props: {
  readonly search: RunsSearch;
  readonly onSearchChange: (patch: RunsSearch) => Promise<void>;
}): ReactNode {
  const { search, onSearchChange } = props;
  const navigate = useNavigate();
  const query = useInfiniteQuery(runsQuery(useApi(), toRunsFilter(search)));
  const rows = useMemo(
    () => query.data?.pages.flatMap(({ evaluations }) => evaluations.map(toRunRow)) ?? [],
    [query.data],
  );
  const selected = parseList(search.select);
  const toggle = (runId: string): void =>
    void onSearchChange({ select: toList(toggleSelected(selected, runId)) });
  const comparison = toComparison(
    selected,
    rows.map(({ run }) => run),
  );
  const compare = (): void => {
    if (comparison !== undefined) void navigate({ to: "/compare", search: comparison });
  };
  useHotkeys({ c: compare });
  const { hasNextPage, fetchNextPage } = query;
  const onEndReached = useCallback(() => {
    if (hasNextPage) void fetchNextPage();
  }, [hasNextPage, fetchNextPage]);
  const isFiltered = search.name !== undefined || search.status !== undefined;

  return (
    <Page>
      <PageHeader
        title="Runs"
        actions={
          <Button look="accent" disabled={comparison === undefined} onClick={compare}>
            <GitCompareArrows aria-hidden="true" className="size-4" />
            {comparison === undefined ? "Select two to compare" : "Compare"}
          </Button>
        }
      >
        {query.data !== undefined && (
          <span className="text-muted" role="status">
            {formatPlural(query.data.pages[0]?.pagination.total ?? 0, "run")}
          </span>
        )}
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label="Search by name"
          value={search.name ?? ""}
          onChange={(name) => void onSearchChange({ name })}
        />
        <Choice<RunStatus>
          label="Status"
          options={runStatuses.map((value) => ({ value, label: value }))}
          value={runStatuses.find((status) => status === search.status)}
          onChange={(status) => void onSearchChange({ status })}
        />
      </div>
      <Loaded query={query} label="runs">
        {() =>
          rows.length === 0 && !isFiltered ? (
            <FirstRun />
          ) : (
            <DataGrid
              label="Runs"
              columns={runColumns({ selected, onToggle: toggle })}
              rows={rows}
              rowKey={({ run }) => run.run_id}
              initialKey={search.row}
              sort={parseSort(search.sort) ?? { columnId: "created_at", direction: "desc" }}
              onSort={(column) =>
                void onSearchChange({ sort: toggleSort(parseSort(search.sort), column) })
              }
              onOpen={async ({ run }) => {
                await onSearchChange({ row: run.run_id });
                await navigate({ to: "/runs/$runId", params: { runId: run.run_id } });
              }}
              rowKeys={{ x: ({ run }) => toggle(run.run_id) }}
              isSelected={({ run }) => selected.includes(run.run_id)}
              onEndReached={onEndReached}
              empty={<Message title="No run matches">Change or clear the filters.</Message>}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
