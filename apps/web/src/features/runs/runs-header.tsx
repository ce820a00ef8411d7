import { runStatuses, type RunStatus } from "@honeyhive/contract";
import { GitCompareArrows } from "lucide-react";
import type { ReactNode } from "react";

import { Button } from "../../components/button.js";
import { Choice } from "../../components/form/choice.js";
import { ClearFilter } from "../../components/form/clear-filter.js";
import { ExportRows } from "../../components/grid/export-rows.js";
import { PageHeader } from "../../components/shell/page-header.js";
import { SearchBox } from "../../components/form/search-box.js";
import { mostCompared } from "../../lib/api/compared-runs.js";
import { formatPlural } from "../../lib/text/format-number.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { runFields } from "./model/run-fields.js";
import type { RunRow } from "./model/run-row.js";
import type { RunsSearch } from "./search.js";

export function RunsHeader(
  props: ViewProps<RunsSearch> & {
    readonly total: number | undefined;
    readonly rows: readonly RunRow[];
    readonly selectedCount: number;
    readonly onCompare: () => void;
  },
): ReactNode {
  const { search, onSearchChange, total, selectedCount } = props;
  const canCompare = selectedCount > 1;
  return (
    <>
      <PageHeader
        title="Runs"
        actions={
          <>
            {selectedCount > 0 && (
              <Button look="quiet" onClick={() => void onSearchChange({ select: undefined })}>
                Clear selection
              </Button>
            )}
            <Button
              look={canCompare ? "accent" : "plain"}
              disabled={!canCompare}
              onClick={props.onCompare}
            >
              <GitCompareArrows aria-hidden="true" className="size-4" />
              {canCompare ? `Compare ${selectedCount}` : `Select two to ${mostCompared} to compare`}
            </Button>
          </>
        }
      >
        <span className="text-muted" role="status">
          {total !== undefined && formatPlural(total, "run")}
        </span>
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
        {search.dataset !== undefined && (
          <ClearFilter onClear={() => void onSearchChange({ dataset: undefined })}>
            dataset {search.dataset}
          </ClearFilter>
        )}
        <span className="ml-auto">
          <ExportRows name="runs" fields={runFields} rows={() => props.rows} />
        </span>
      </div>
    </>
  );
}
