import { caseOutcomes, type CaseOutcome, type ExperimentRun } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { OutcomeBadge } from "../../components/badge.js";
import { Choice, type ChoiceOption } from "../../components/form/choice.js";
import { ClearFilter } from "../../components/form/clear-filter.js";
import { ExportRows } from "../../components/grid/export-rows.js";
import { ReadingTexts } from "../../components/value/reading-texts.js";
import { RunAgain } from "../../components/dialog/run-again.js";
import { SearchBox } from "../../components/form/search-box.js";
import { ShownCount } from "../../components/grid/shown-count.js";
import type { CaseRow } from "../../lib/cases/case-row.js";
import { isFlaky } from "../../lib/cases/group-trials.js";
import type { WholeResult } from "../../lib/api/use-run-result.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { caseFields } from "./model/case-fields.js";
import type { RunSearch } from "./search.js";

export function CaseToolbar(
  props: ViewProps<RunSearch> & {
    readonly rows: readonly CaseRow[];
    readonly shown: readonly CaseRow[];
    /** The same with all that went in and came out. */
    readonly readShown: () => Promise<readonly CaseRow[]>;
    readonly whole: WholeResult;
    readonly textsError: Error | null;
    readonly run: ExperimentRun;
    readonly noun: string;
    readonly metricLabels: ReadonlyMap<string, string>;
  },
): ReactNode {
  const { search, onSearchChange, rows, shown } = props;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchBox
        label="Search cases"
        value={search.q ?? ""}
        onChange={(q) => void onSearchChange({ q })}
      />
      <Choice<CaseOutcome>
        label="Outcome"
        options={countOutcomes(rows)}
        value={caseOutcomes.find((outcome) => outcome === search.outcome)}
        onChange={(outcome) => void onSearchChange({ outcome })}
      />
      <ReadingTexts isReading={props.whole.isReading} error={props.textsError} />
      <FlakyCases {...props} />
      {search.metric !== undefined && (
        <ClearFilter
          onClear={() =>
            void onSearchChange({ metric: undefined, range: undefined, label: undefined })
          }
        >
          {props.metricLabels.get(search.metric) ?? search.metric}{" "}
          {search.label ?? search.range?.replace("..", " to ")}
        </ClearFilter>
      )}
      <span className="ml-auto flex flex-wrap items-center gap-3">
        <ShownCount shown={shown.length} total={rows.length} noun={props.noun} />
        <ExportRows
          name={props.run.name}
          fields={caseFields(props.metricLabels)}
          rows={props.readShown}
        />
        <RunAgain
          run={props.run}
          caseIds={
            shown.length < rows.length
              ? shown.flatMap(({ result }) => result.datapoint_id ?? [])
              : undefined
          }
        />
      </span>
    </div>
  );
}

/** Cases of which some trials passed and some did not; nothing where each case is run once. */
function FlakyCases(
  props: ViewProps<RunSearch> & { readonly rows: readonly CaseRow[] },
): ReactNode {
  const { rows, search, onSearchChange } = props;
  if (!rows.some(({ trials }) => trials.length > 1)) return null;
  const flaky = rows.filter(({ trials }) => isFlaky(trials));
  const count = new Set(flaky.map(({ position }) => position)).size;
  return (
    <Choice<"flaky">
      label="Trials"
      options={[{ value: "flaky", label: "flaky cases", count }]}
      value={search.trials === "flaky" ? "flaky" : undefined}
      onChange={(trials) => void onSearchChange({ trials })}
    />
  );
}

function countOutcomes(rows: readonly CaseRow[]): readonly ChoiceOption<CaseOutcome>[] {
  return caseOutcomes
    .map((value) => ({
      value,
      label: <OutcomeBadge outcome={value} />,
      count: rows.filter(({ outcome }) => outcome === value).length,
    }))
    .filter(({ count }) => count > 0);
}
