import type { Metric } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";

import { buttonClass } from "../../components/button.js";
import { Choice } from "../../components/form/choice.js";
import { DataGrid } from "../../components/grid/data-grid.js";
import { Loaded } from "../../components/loaded.js";
import { Message } from "../../components/message.js";
import { PageHeader } from "../../components/shell/page-header.js";
import { Page } from "../../components/shell/page.js";
import { SearchBox } from "../../components/form/search-box.js";
import { ShownCount } from "../../components/grid/shown-count.js";
import { useApi } from "../../lib/api/api-context.js";
import { useOpenRow } from "../../lib/hooks/use-open-row.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { metricColumns } from "./metric-columns.js";
import { typeNames } from "./model/metric-draft.js";
import { metricsQuery } from "./queries.js";
import type { MetricsSearch } from "./search.js";

export function MetricsPage(props: ViewProps<MetricsSearch>): ReactNode {
  const query = useQuery(metricsQuery(useApi()));
  return (
    <Page>
      <PageHeader
        title="Metrics"
        actions={
          <Link
            to="/metric-definitions/$metricId"
            params={{ metricId: "new" }}
            className={buttonClass()}
          >
            <Plus aria-hidden="true" className="size-3.5" />
            New metric
          </Link>
        }
      />
      <Loaded query={query} label="metrics">
        {(metrics) => <MetricsTable {...props} metrics={metrics} />}
      </Loaded>
    </Page>
  );
}

function MetricsTable(
  props: ViewProps<MetricsSearch> & { readonly metrics: readonly Metric[] },
): ReactNode {
  const { search, onSearchChange, metrics } = props;
  const navigate = useNavigate();
  const wanted = (search.name ?? "").toLowerCase();
  const types = [...new Set(metrics.map(({ type }) => type))];
  const type = types.find((known) => known === search.type);
  const shown = metrics.filter(
    (metric) =>
      metric.name.toLowerCase().includes(wanted) && (type === undefined || metric.type === type),
  );
  const openRow = useOpenRow(onSearchChange);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label="Search by name"
          value={search.name ?? ""}
          onChange={(name) => void onSearchChange({ name })}
        />
        {types.length > 1 && (
          <Choice
            label="Type"
            options={types.map((value) => ({
              value,
              label: typeNames[value],
              count: metrics.filter((metric) => metric.type === value).length,
            }))}
            value={type}
            onChange={(value) => void onSearchChange({ type: value })}
          />
        )}
        <ShownCount shown={shown.length} total={metrics.length} noun="metric" />
      </div>
      <DataGrid
        label="Metrics"
        columns={metricColumns(metrics)}
        rows={shown}
        rowKey={({ id }) => id}
        initialKey={search.row}
        onOpen={({ id: metricId }) =>
          openRow(metricId, () =>
            navigate({ to: "/metric-definitions/$metricId", params: { metricId } }),
          )
        }
        empty={metrics.length === 0 ? <NoMetrics /> : <Message title="No metric matches" />}
      />
    </>
  );
}

function NoMetrics(): ReactNode {
  return (
    <Message title="No metrics yet">
      <p className="text-muted">
        A metric says how something is measured: by code, by a model, or by people, who are asked
        when they review a span. Scores that evaluators of your own give need none.
      </p>
    </Message>
  );
}
