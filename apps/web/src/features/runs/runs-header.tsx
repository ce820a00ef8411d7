import { runStatuses, type RunStatus } from "@honeyhive/contract";
import { GitCompareArrows } from "lucide-react";
import type { ReactNode } from "react";

import { Button } from "../../components/button.js";
import { Choice } from "../../components/choice.js";
import { ClearFilter } from "../../components/clear-filter.js";
import { PageHeader } from "../../components/page-header.js";
import { SearchBox } from "../../components/search-box.js";
import { formatPlural } from "../../lib/format-number.js";
import type { ViewProps } from "../../lib/view-props.js";
import type { RunsSearch } from "./search.js";

export function RunsHeader(
  props: ViewProps<RunsSearch> & {
    readonly total: number | undefined;
    /** Undefined until two runs are selected. */
    readonly onCompare: (() => void) | undefined;
  },
): ReactNode {
  const { search, onSearchChange, total, onCompare } = props;
  return (
    <>
      <PageHeader
        title="Runs"
        actions={
          <Button
            look={onCompare === undefined ? "plain" : "accent"}
            disabled={onCompare === undefined}
            onClick={onCompare}
          >
            <GitCompareArrows aria-hidden="true" className="size-4" />
            {onCompare === undefined ? "Select two to compare" : "Compare"}
          </Button>
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
      </div>
    </>
  );
}
