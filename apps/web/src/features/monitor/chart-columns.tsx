import { filterText, type EventFilter } from "@honeyhive/contract";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { formatFullTime } from "../../lib/text/format-time.js";
import type { ChartCardProps } from "./chart-props.js";
import { formatValue } from "./format-value.js";
import type { Series } from "./model/to-series.js";

/** What lies over a plot: a column for each stretch of time, with its values, that leads to what it is made of. */
export function ChartColumns(
  props: ChartCardProps & { readonly series: readonly Series[] },
): ReactNode {
  const { chart, series, starts, window } = props;
  return (
    <ol className="absolute inset-0 flex">
      {starts.map((startMs, place) => {
        const text = describe(startMs, place, series, chart.unit);
        const hasValue = series.some(({ values }) => (values[place] ?? 0) !== 0);
        return (
          <li key={startMs} title={text} className="flex-1 hover:bg-ink/5">
            {chart.leadsTo !== undefined && hasValue ? (
              <Link
                to="/sessions"
                search={{
                  ...chart.leadsTo,
                  where: toWhere(props.filters, startMs, startMs + window.bucketMs),
                }}
                className="block size-full"
              >
                <span className="sr-only">{text}</span>
              </Link>
            ) : (
              <span className="sr-only">{text}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function describe(
  startMs: number,
  place: number,
  series: readonly Series[],
  unit: ChartCardProps["chart"]["unit"],
): string {
  const values = series.flatMap(({ name, values: all }) => {
    const value = all[place] ?? null;
    if (value === null || (value === 0 && series.length > 1)) return [];
    return [`${name} ${formatValue(value, unit)}`.trim()];
  });
  return `${formatFullTime(startMs)}: ${values.length === 0 ? "nothing" : values.join(", ")}`;
}

/** Filters of the list of sessions, one a line. */
function toWhere(filters: readonly EventFilter[], fromMs: number, toMs: number): string {
  const iso = (ms: number): string => new Date(ms).toISOString();
  const ofTime: readonly EventFilter[] = [
    { field: "start_time", operator: "after", value: iso(fromMs) },
    { field: "start_time", operator: "before", value: iso(toMs) },
  ];
  return [...filters, ...ofTime].map(filterText).join("\n");
}
