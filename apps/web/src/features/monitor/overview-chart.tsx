import type { EventFilter } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { useApi } from "../../lib/api/api-context.js";
import { useNow } from "../../lib/now.js";
import { ChartCard } from "./chart-card.js";
import { bucketStarts, type ChartWindow } from "./model/chart-window.js";
import type { ChartSpec } from "./model/overview-charts.js";
import { toSeries } from "./model/to-series.js";
import { chartQuery } from "./queries.js";

/** One chart, with what the server says to each of its questions. */
export function OverviewChart(props: {
  readonly chart: ChartSpec;
  readonly window: ChartWindow;
  /** Of the page, beside the chart's own. */
  readonly filters: readonly EventFilter[];
  readonly actions?: ReactNode;
}): ReactNode {
  const { chart } = props;
  const { data, error, isPlaceholderData } = useQuery(chartQuery(useApi(), chart.questions, props));
  const { window, filters } = data ?? props;
  const starts = bucketStarts(window, useNow());
  const plots = data?.answers.map(({ events }) => toSeries(events, starts, chart.shape)) ?? [];
  const series = plots.flatMap((plot, index) =>
    plot.series.map(({ name, values }) => ({
      name: name === "" ? (chart.questions[index]?.name ?? "") : name,
      values,
    })),
  );
  return (
    <ChartCard
      chart={chart}
      window={window}
      filters={filters}
      starts={starts}
      series={data === undefined ? undefined : series}
      isOld={isPlaceholderData}
      hiddenCount={plots.reduce((sum, { hiddenCount }) => sum + hiddenCount, 0)}
      error={error ?? undefined}
      actions={props.actions}
    />
  );
}
