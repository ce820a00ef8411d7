import { filterText, type EventFilter } from "@honeyhive/contract";
import { useMemo, type ReactNode } from "react";

import { Choice } from "../../components/form/choice.js";
import { ClearFilter } from "../../components/form/clear-filter.js";
import { ExportRows } from "../../components/grid/export-rows.js";
import { SearchBox } from "../../components/form/search-box.js";
import { useApi } from "../../lib/api/api-context.js";
import { useLatestSearch } from "../../lib/hooks/use-latest-search.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { AddFilter } from "./add-filter.js";
import { fieldNames } from "./model/field-names.js";
import { KindSelect } from "./kind-select.js";
import { listedKinds, parseListedKind } from "./model/listed-kind.js";
import { sessionFields, spanFields } from "./model/session-fields.js";
import { parseFilters, toFilterText } from "./model/session-filters.js";
import type { SessionRow } from "./model/session-row.js";
import { parseSessionSort, sortSessions } from "./model/sort-sessions.js";
import { parseTimeWindow, timeWindowNames, timeWindows } from "./model/time-window.js";
import { readAllSessions } from "./queries.js";
import { QueueThese } from "./queue-these.js";
import { parseSessionsSearch, type SessionsSearch } from "./search.js";

export function SessionsToolbar(
  props: ViewProps<SessionsSearch> & { readonly rows: readonly SessionRow[] },
): ReactNode {
  const { search, onSearchChange, rows } = props;
  const kind = parseListedKind(search.kind);
  const api = useApi();
  const latest = useLatestSearch(parseSessionsSearch);
  const changeFilters = (
    change: (filters: readonly EventFilter[]) => readonly EventFilter[],
  ): void => void onSearchChange({ where: toFilterText(change(parseFilters(latest().where))) });
  const fields = useMemo(() => fieldNames(rows.map(({ session }) => session)), [rows]);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <KindSelect {...props} />
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
      <Choice
        label="Started"
        options={timeWindowNames.map((value) => ({ value, label: timeWindows[value].label }))}
        value={parseTimeWindow(search.since)}
        onChange={(since) => void onSearchChange({ since })}
      />
      {parseFilters(search.where)
        .map(filterText)
        .map((text) => (
          <ClearFilter
            key={text}
            onClear={() =>
              changeFilters((filters) => filters.filter((one) => filterText(one) !== text))
            }
          >
            {text}
          </ClearFilter>
        ))}
      <AddFilter
        fields={fields}
        onAdd={(filter) => changeFilters((filters) => [...filters, filter])}
      />
      <QueueThese search={search} />
      <span className="ml-auto">
        <ExportRows
          name={listedKinds[kind].label.toLowerCase()}
          fields={kind === "session" ? sessionFields : spanFields}
          rows={async () =>
            sortSessions(await readAllSessions(api, search), parseSessionSort(search.sort))
          }
        />
      </span>
    </div>
  );
}
