import {
  sliceResults,
  type ResultSlice,
  type RunResult,
  type SliceScore,
} from "@honeyhive/contract";
import { useMemo, type ReactNode } from "react";

import { Choice } from "../../components/choice.js";
import type { CaseRow } from "../../lib/cases/case-row.js";
import { formatCount, formatScore } from "../../lib/format-number.js";
import { datapointMetricKey, metricLabels } from "../../lib/metric-key.js";
import type { ViewProps } from "../../lib/view-props.js";
import { sliceKeys } from "./model/slice-keys.js";
import type { RunSearch } from "./search.js";

type Props = ViewProps<RunSearch> & {
  readonly result: RunResult;
  readonly rows: readonly CaseRow[];
};

/** What cases came to by what their rows say of themselves; nothing where rows say nothing. */
export function RunSlices(props: Props): ReactNode {
  const { rows, search, onSearchChange } = props;
  const keys = useMemo(() => sliceKeys(rows), [rows]);
  if (keys.length === 0) return null;
  const by = keys.find((key) => key === search.by);
  return (
    <section aria-label="Slices" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-muted">Slice by</h2>
        <Choice
          label="Slice by"
          options={keys.map((key) => ({ value: key, label: key }))}
          value={by}
          onChange={(key) => void onSearchChange({ by: key, slice: undefined })}
        />
      </div>
      {by !== undefined && <SliceTable {...props} by={by} />}
    </section>
  );
}

function SliceTable(props: Props & { readonly by: string }): ReactNode {
  const { by, result, search, onSearchChange } = props;
  const { datapoints } = result;
  const { details, aggregation_function: aggregation } = result.metrics;
  const labels = useMemo(() => metricLabels(details), [details]);
  const slices = useMemo(
    () => sliceResults(datapoints, by, { aggregation, metricOf: datapointMetricKey }),
    [datapoints, by, aggregation],
  );
  return (
    <div
      // What scrolls is reached by keyboard.
      tabIndex={0}
      role="region"
      aria-label={`Slices by ${by}`}
      className="max-h-72 overflow-auto rounded-lg border border-line bg-surface"
    >
      <table className="min-w-full">
        <thead className="sticky top-0 bg-sunken text-left text-xs text-muted">
          <tr>
            <Heading>{by}</Heading>
            <Heading isNumber>passed</Heading>
            {[...labels].map(([key, label]) => (
              <Heading key={key} isNumber>
                {label}
              </Heading>
            ))}
          </tr>
        </thead>
        <tbody>
          {slices.map((slice) => (
            <SliceRow
              key={slice.value ?? ""}
              slice={slice}
              metrics={[...labels.keys()]}
              isOn={search.slice !== undefined && search.slice === slice.value}
              onSelect={(value) => void onSearchChange({ slice: value })}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Heading(props: { readonly children: ReactNode; readonly isNumber?: boolean }): ReactNode {
  const align = props.isNumber === true ? "text-right" : "";
  return (
    <th scope="col" className={`px-3 py-1 font-medium whitespace-nowrap ${align}`}>
      {props.children}
    </th>
  );
}

function SliceRow(props: {
  readonly slice: ResultSlice;
  readonly metrics: readonly string[];
  readonly isOn: boolean;
  readonly onSelect: (value: string | undefined) => void;
}): ReactNode {
  const { isOn, onSelect } = props;
  const { value, total, passed, scores } = props.slice;
  return (
    <tr className={`border-t border-line ${isOn ? "bg-honey-soft" : ""}`}>
      <th scope="row" className="max-w-80 truncate px-3 py-1 text-left font-normal">
        {value === undefined ? (
          <span className="text-faint">none</span>
        ) : (
          <button
            type="button"
            aria-pressed={isOn}
            title="Show these cases alone"
            onClick={() => onSelect(isOn ? undefined : value)}
            className="rounded underline decoration-line-strong underline-offset-4 hover:decoration-current"
          >
            {value}
          </button>
        )}
      </th>
      <td className="px-3 py-1 text-right whitespace-nowrap tabular-nums">
        {formatCount(passed)} of {formatCount(total)}
      </td>
      {props.metrics.map((metric) => (
        <td key={metric} className="px-3 py-1 text-right whitespace-nowrap tabular-nums">
          <SliceNumber score={scores.get(metric)} total={total} />
        </td>
      ))}
    </tr>
  );
}

/** Of how many it is, where that is not all. */
function SliceNumber(props: {
  readonly score: SliceScore | undefined;
  readonly total: number;
}): ReactNode {
  const { aggregate = null, counted = 0 } = props.score ?? {};
  if (aggregate === null) return <span className="text-faint">–</span>;
  return (
    <>
      {formatScore(aggregate)}
      {counted < props.total && <span className="text-faint"> (of {formatCount(counted)})</span>}
    </>
  );
}
