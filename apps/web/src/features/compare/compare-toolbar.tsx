import type { ReactNode } from "react";

import { Choice } from "../../components/form/choice.js";
import { ClearFilter } from "../../components/form/clear-filter.js";
import { ExportRows } from "../../components/grid/export-rows.js";
import { ReadingTexts } from "../../components/value/reading-texts.js";
import { SearchBox } from "../../components/form/search-box.js";
import type { WholeResult } from "../../lib/api/use-run-result.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { CaseCount } from "./case-count.js";
import { caseChangeOf } from "./model/case-change.js";
import { caseChanges, parseCaseChange, parseScoreChange, type CaseChange } from "./model/change.js";
import { compareFields } from "./model/compare-fields.js";
import type { CompareRow } from "./model/compare-rows.js";
import type { CompareSearch } from "./search.js";

export function CompareToolbar(
  props: ViewProps<CompareSearch> & {
    readonly rows: readonly CompareRow[];
    readonly shown: readonly CompareRow[];
    /** The same with all that went in and came out. */
    readonly readShown: () => Promise<readonly CompareRow[]>;
    readonly whole: WholeResult;
    readonly textsError: Error | null;
    readonly metricLabels: ReadonlyMap<string, string>;
  },
): ReactNode {
  const { search, onSearchChange, rows } = props;
  const scoreChange = parseScoreChange(search.change);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchBox
        label="Search cases"
        value={search.q ?? ""}
        onChange={(q) => void onSearchChange({ q })}
      />
      <Choice<CaseChange>
        label="Changed cases"
        options={caseChanges.map((value) => ({
          value,
          label: labels[value],
          count: rows.filter((row) => caseChangeOf(row) === value).length,
        }))}
        value={parseCaseChange(search.change)}
        onChange={(value) => void onSearchChange({ change: value, metric: undefined })}
      />
      {scoreChange !== undefined && (
        <ClearFilter onClear={() => void onSearchChange({ change: undefined, metric: undefined })}>
          {scoreChange} on {props.metricLabels.get(search.metric ?? "") ?? "any metric"}
        </ClearFilter>
      )}
      <ReadingTexts isReading={props.whole.isReading} error={props.textsError} />
      <CaseCount shown={props.shown.length} rows={rows} />
      <ExportRows
        name="comparison"
        fields={compareFields(props.metricLabels)}
        rows={props.readShown}
      />
    </div>
  );
}

const labels: Readonly<Record<CaseChange, string>> = {
  "newly failing": "newly failing",
  fixed: "fixed",
  added: "only in new",
  removed: "only in old",
};
