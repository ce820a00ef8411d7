import type { ReactNode } from "react";

import { Choice } from "../../components/choice.js";
import { ClearFilter } from "../../components/clear-filter.js";
import { SearchBox } from "../../components/search-box.js";
import { ShownCount } from "../../components/shown-count.js";
import type { CompareViewProps } from "./compare-page.js";
import type { CompareRow } from "./model/compare-rows.js";
import { parseChange, parseScoreChange } from "./model/parse-change.js";

type OneSided = "added" | "removed";

export function CompareToolbar(
  props: CompareViewProps & {
    readonly rows: readonly CompareRow[];
    readonly shownCount: number;
    readonly metricLabels: ReadonlyMap<string, string>;
  },
): ReactNode {
  const { search, onSearchChange, rows } = props;
  const change = parseChange(search.change);
  const scoreChange = parseScoreChange(search.change);
  const countOf = (presence: OneSided): number =>
    rows.filter((row) => row.presence === presence).length;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchBox
        label="Search cases"
        value={search.q ?? ""}
        onChange={(q) => void onSearchChange({ q })}
      />
      <Choice<OneSided>
        label="Cases in one run only"
        options={[
          { value: "added", label: "only in new", count: countOf("added") },
          { value: "removed", label: "only in old", count: countOf("removed") },
        ]}
        value={change === "added" || change === "removed" ? change : undefined}
        onChange={(value) => void onSearchChange({ change: value, metric: undefined })}
      />
      {scoreChange !== undefined && (
        <ClearFilter onClear={() => void onSearchChange({ change: undefined, metric: undefined })}>
          {scoreChange} on {props.metricLabels.get(search.metric ?? "") ?? "any metric"}
        </ClearFilter>
      )}
      <ShownCount shown={props.shownCount} total={rows.length} noun="case" />
    </div>
  );
}
