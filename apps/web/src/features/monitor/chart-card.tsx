import type { ChartBucket } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { ChartColumns } from "./chart-columns.js";
import { BarPlot, LinePlot, seriesColors } from "./chart-plot.js";
import type { ChartCardProps } from "./chart-props.js";
import { formatValue } from "./format-value.js";
import { highestOf, latestOf, totalOf, type Series } from "./model/to-series.js";

export function ChartCard(props: ChartCardProps): ReactNode {
  const { chart, series, starts } = props;
  const Plot = chart.shape === "bars" ? BarPlot : LinePlot;
  const isLoading = props.isOld === true || (series === undefined && props.error === undefined);
  const paleness = props.isOld === true ? "opacity-50" : "";
  return (
    <section
      aria-label={chart.title}
      aria-busy={isLoading}
      className="flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface px-3 py-2"
    >
      <div className="flex items-baseline gap-2">
        <h2 className="min-w-0 truncate text-muted" title={chart.title}>
          {chart.title}
        </h2>
        <span className={`ml-auto text-lg leading-6 font-semibold whitespace-nowrap ${paleness}`}>
          {/* A space stands for none, so that all cards are of one height. */}
          {headline(props) ?? "\u00a0"}
        </span>
        {props.actions}
      </div>
      {props.error === undefined || series !== undefined ? (
        <div className={`relative h-28 border-b border-line ${paleness}`}>
          {series === undefined && <Skeleton title={chart.title} />}
          {series !== undefined && series.length > 0 && (
            <>
              <Plot series={series} count={starts.length} />
              <span className="absolute top-0 left-0 bg-surface/80 pr-1 text-[10px] leading-3 text-faint">
                {formatValue(highestOf(chart.shape, series), chart.unit)}
              </span>
              <ChartColumns {...props} series={series} />
            </>
          )}
          {props.error !== undefined && (
            <span
              role="alert"
              title={props.error.message}
              className="absolute top-0 right-0 bg-surface/80 pl-1 text-xs text-warn"
            >
              not up to date
            </span>
          )}
          {series?.length === 0 && (
            <p className="pt-10 text-center text-faint">
              {props.filters.length === 0 ? "Nothing here" : "Nothing outside of evaluations"}
            </p>
          )}
        </div>
      ) : (
        <p role="alert" className="h-28 text-bad">
          {props.error.message}
        </p>
      )}
      <TimeLabels {...props} />
      <Legend series={series ?? []} chart={chart} hiddenCount={props.hiddenCount} />
    </section>
  );
}

function Skeleton({ title }: { readonly title: string }): ReactNode {
  return (
    <div role="status" className="flex size-full animate-pulse items-end gap-1">
      <span className="sr-only">Loading {title}…</span>
      {[30, 55, 40, 70, 50, 85, 60, 45, 75, 35, 65, 58].map((height) => (
        <div key={height} style={{ height: `${height}%` }} className="flex-1 rounded-t bg-line" />
      ))}
    </div>
  );
}

/** Bars come to a total; of lines the end of the first one is said. */
function headline({ chart, series }: Pick<ChartCardProps, "chart" | "series">): string | undefined {
  if (series === undefined) return undefined;
  if (chart.shape === "bars") return formatValue(totalOf(series), chart.unit);
  const latest = series.length === 1 && series[0] !== undefined ? latestOf(series[0]) : undefined;
  return latest === undefined ? undefined : formatValue(latest, chart.unit);
}

function TimeLabels({ starts, window }: ChartCardProps): ReactNode {
  const isOfDays = window.bucket === "day";
  const format = new Intl.DateTimeFormat(undefined, timeFormats[window.bucket]);
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined) return null;
  return (
    <p className="flex justify-between text-[10px] leading-3 text-faint">
      <span>{format.format(first)}</span>
      <span>
        {format.format(last)}
        {isOfDays && " (days of UTC)"}
      </span>
    </p>
  );
}

const day = { month: "short", day: "numeric" } as const;
const time = { hour: "2-digit", minute: "2-digit", hour12: false } as const;

/** A window of hours ends at the time of day at which it began. */
const timeFormats: Partial<Record<ChartBucket, Intl.DateTimeFormatOptions>> = {
  minute: time,
  hour: { ...day, ...time },
  day: { ...day, timeZone: "UTC" },
};

function Legend(
  props: Pick<ChartCardProps, "chart" | "hiddenCount"> & { readonly series: readonly Series[] },
): ReactNode {
  if (props.series.every(({ name }) => name === "")) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {props.series.map((one, index) => {
        const value = props.chart.shape === "bars" ? totalOf([one]) : latestOf(one);
        return (
          <li key={one.name} className="flex min-w-0 items-center gap-1.5">
            <span
              aria-hidden="true"
              className="size-2 shrink-0 rounded-full"
              style={{ background: seriesColors[index] }}
            />
            <span className="truncate text-muted">{one.name === "" ? "(none)" : one.name}</span>
            <span
              title={props.chart.shape === "bars" ? "In all" : "The latest"}
              className="font-medium whitespace-nowrap"
            >
              {value === undefined ? "–" : formatValue(value, props.chart.unit)}
            </span>
          </li>
        );
      })}
      {props.hiddenCount > 0 && <li className="text-faint">and {props.hiddenCount} more</li>}
    </ul>
  );
}
