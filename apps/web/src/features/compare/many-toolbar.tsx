import { useMemo, type ReactNode } from "react";

import { Choice } from "../../components/form/choice.js";
import { ExportRows } from "../../components/grid/export-rows.js";
import { ReadingTexts } from "../../components/value/reading-texts.js";
import { SearchBox } from "../../components/form/search-box.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { CaseCount } from "./case-count.js";
import type { CompareRunsSearch } from "./compare-runs-search.js";
import { manyFields } from "./model/many-fields.js";
import type { ManyRow } from "./model/many-rows.js";
import { caseGroups, isInGroup, parseCaseGroup, type CaseGroup } from "./model/select-many.js";
import type { ComparedRun } from "./model/summarise-runs.js";

export function ManyToolbar(
  props: ViewProps<CompareRunsSearch> & {
    readonly keys: readonly string[];
    readonly labels: ReadonlyMap<string, string>;
    readonly rows: readonly ManyRow[];
    readonly runs: readonly ComparedRun[];
    readonly shown: readonly ManyRow[];
    /** The same with all that went in and came out. */
    readonly readShown: () => Promise<readonly ManyRow[]>;
    readonly textsError: Error | null;
    readonly isSearching: boolean;
  },
): ReactNode {
  const { search, onSearchChange, keys, rows } = props;
  const options = useMemo(
    () =>
      caseGroups.map((value) => ({
        value,
        label: groupLabels[value],
        count: rows.filter((row) => isInGroup(row, value)).length,
      })),
    [rows],
  );
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchBox
        label="Search cases"
        value={search.q ?? ""}
        onChange={(q) => void onSearchChange({ q })}
      />
      <Choice<CaseGroup>
        label="Cases by outcome in the runs"
        options={options}
        value={parseCaseGroup(search.show)}
        onChange={(show) => void onSearchChange({ show })}
      />
      {keys.length > 1 && <MetricSelect {...props} />}
      <ReadingTexts isReading={props.isSearching} error={props.textsError} />
      <CaseCount shown={props.shown.length} rows={rows} />
      <ExportRows
        name="comparison"
        fields={manyFields(props.runs, props.labels)}
        rows={props.readShown}
      />
    </div>
  );
}

/** Which metric has a line in each row. */
function MetricSelect(
  props: ViewProps<CompareRunsSearch> & {
    readonly keys: readonly string[];
    readonly labels: ReadonlyMap<string, string>;
  },
): ReactNode {
  const { search, onSearchChange, keys } = props;
  return (
    <label className="flex items-center gap-1.5 text-muted">
      Metric
      <select
        value={keys.find((key) => key === search.metric) ?? ""}
        onChange={(event) =>
          void onSearchChange({
            metric: event.target.value === "" ? undefined : event.target.value,
          })
        }
        className="h-7 max-w-48 rounded-md border border-line-strong bg-surface px-1.5 text-ink"
      >
        <option value="">{keys.length > 4 ? "the first four" : "all"}</option>
        {keys.map((key) => (
          <option key={key} value={key}>
            {props.labels.get(key)}
          </option>
        ))}
      </select>
    </label>
  );
}

const groupLabels: Readonly<Record<CaseGroup, string>> = {
  disagree: "runs disagree",
  lost: "lost since baseline",
  gained: "gained",
  nowhere: "passed nowhere",
  "not in all": "not in all",
};
