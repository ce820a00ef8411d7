import { evaluationKey, type EventFilter } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Choice } from "../../components/form/choice.js";
import { IgnoredInAddress } from "../../components/ignored-in-address.js";
import { Page } from "../../components/shell/page.js";
import { PageHeader } from "../../components/shell/page-header.js";
import { useApi } from "../../lib/api/api-context.js";
import { ignoredChoice } from "../../lib/address/ignored-values.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { AddChart } from "./add-chart.js";
import { chartWindowNames, chartWindows, parseChartWindow } from "./model/chart-window.js";
import { overviewCharts } from "./model/overview-charts.js";
import { toChartSpec } from "./model/saved-chart.js";
import { OverviewChart } from "./overview-chart.js";
import { savedChartsQuery } from "./queries.js";
import { RemoveChart } from "./remove-chart.js";
import { monitorKeys, type MonitorSearch } from "./search.js";

/** What evaluations did says what was tried, not what users met. */
const withoutEvaluations: readonly EventFilter[] = [
  { field: `metadata.${evaluationKey.runId}`, operator: "not exists" },
];

export function MonitorPage(props: ViewProps<MonitorSearch>): ReactNode {
  const { search, onSearchChange } = props;
  const saved = useQuery(savedChartsQuery(useApi())).data ?? [];
  const since = parseChartWindow(search.since);
  const window = chartWindows[since];
  const filters = search.evaluations === "with" ? [] : withoutEvaluations;
  return (
    <Page>
      <PageHeader title="Monitor" actions={<AddChart />}>
        <span className="text-muted">
          {filters.length === 0 ? "with evaluations" : "without evaluations"}
        </span>
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2">
        <Choice
          label="Time"
          options={chartWindowNames.map((value) => ({ value, label: chartWindows[value].label }))}
          value={since}
          onChange={(value) => void onSearchChange({ since: value })}
        />
        <Choice<"with">
          label="Sessions"
          options={[{ value: "with", label: "With evaluations" }]}
          value={search.evaluations === "with" ? "with" : undefined}
          onChange={(evaluations) => void onSearchChange({ evaluations })}
        />
      </div>
      <IgnoredInAddress
        keys={monitorKeys}
        ignored={[
          ...ignoredChoice(search, "since", chartWindowNames),
          ...ignoredChoice(search, "evaluations", ["with"]),
        ]}
        onSearchChange={onSearchChange}
      />
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(22rem,100%),1fr))] gap-3 pb-4">
        {overviewCharts.map((chart) => (
          <OverviewChart key={chart.id} chart={chart} window={window} filters={filters} />
        ))}
        {saved.map((chart) => (
          <OverviewChart
            key={chart.id}
            chart={toChartSpec(chart)}
            window={window}
            filters={filters}
            actions={<RemoveChart chart={chart} />}
          />
        ))}
      </div>
    </Page>
  );
}
