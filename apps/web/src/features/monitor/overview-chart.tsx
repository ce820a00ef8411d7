import type { EventFilter } from "@honeyhive/contract";
import { useQueries } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { useApi } from "../../lib/api-context.js";
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
  const { chart, window, filters } = props;
  const api = useApi();
  const answers = useQueries({
    queries: chart.questions.map((question) => chartQuery(api, question, window, filters)),
  });
  const starts = bucketStarts(window, useNow());
  const isAnswered = answers.every(({ data }) => data !== undefined);
  const plots = answers.map(({ data }) => toSeries(data?.events ?? [], starts, chart.shape));
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
      series={isAnswered ? series : undefined}
      hiddenCount={plots.reduce((sum, { hiddenCount }) => sum + hiddenCount, 0)}
      error={answers.find(({ error }) => error !== null)?.error ?? undefined}
      actions={props.actions}
    />
  );
}
