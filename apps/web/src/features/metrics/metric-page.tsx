import type { Metric, MetricVersion } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, type ReactNode } from "react";

import { Badge } from "../../components/badge.js";
import { DeleteButton } from "../../components/dialog/delete-button.js";
import { Loaded } from "../../components/loaded.js";
import { Message } from "../../components/message.js";
import { PageHeader } from "../../components/shell/page-header.js";
import { Page } from "../../components/shell/page.js";
import { useApi } from "../../lib/api/api-context.js";
import { formatPlural } from "../../lib/text/format-number.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { MetricForm } from "./metric-form.js";
import { MetricUses } from "./metric-uses.js";
import { MetricVersions } from "./metric-versions.js";
import { definitionKey, typeNames } from "./model/metric-draft.js";
import { whereUsed } from "./model/where-used.js";
import { OnlineMetric } from "./online-metric.js";
import { metricsKey, metricsQuery, versionsQuery } from "./queries.js";
import type { MetricSearch } from "./search.js";
import { TryMetric } from "./try-metric.js";
import { useEdits } from "./use-edits.js";

/** A metric, or a new one: its definition, what it makes of a span, and how it came to be what it is. */
export function MetricPage(
  props: ViewProps<MetricSearch> & { readonly metricId: string },
): ReactNode {
  const { metricId } = props;
  const metrics = useQuery(metricsQuery(useApi()));
  return (
    <Page>
      <Loaded query={metrics} label="metric">
        {(all) => {
          const metric = all.find(({ id }) => id === metricId);
          if (metric !== undefined) return <KnownMetric {...props} metric={metric} all={all} />;
          if (metricId === "new") return <NewMetric {...props} />;
          return (
            <Message title="No such metric" isPage>
              It was deleted, or it is another project's.
            </Message>
          );
        }}
      </Loaded>
    </Page>
  );
}

const columns = "grid items-start gap-4 lg:grid-cols-2";

function NewMetric(props: ViewProps<MetricSearch>): ReactNode {
  const form = useRef<HTMLFormElement>(null);
  return (
    <>
      <PageHeader title="New metric" />
      <div className={columns}>
        <MetricForm ref={form} metricId={undefined} content={undefined} now={undefined} />
        <TryMetric {...props} form={form} content={undefined} />
      </div>
    </>
  );
}

interface KnownMetricProps extends ViewProps<MetricSearch> {
  readonly metric: Metric;
  readonly all: readonly Metric[];
}

function KnownMetric(props: KnownMetricProps): ReactNode {
  const { metric } = props;
  const versions = useQuery(versionsQuery(useApi(), metric.id));
  return (
    <>
      <PageHeader title={metric.name} actions={<DeleteMetric {...props} />}>
        <Badge tone="neutral">{typeNames[metric.type]}</Badge>
        <MetricUses metric={metric} use={whereUsed(metric, props.all)} />
      </PageHeader>
      <Loaded query={versions} label="versions">
        {(known) => <Versions {...props} versions={known} />}
      </Loaded>
    </>
  );
}

function Versions(
  props: KnownMetricProps & { readonly versions: readonly MetricVersion[] },
): ReactNode {
  const { metric, search, versions } = props;
  const form = useRef<HTMLFormElement>(null);
  const shown =
    versions.find(({ name }) => name === search.version) ??
    versions.find(({ deployed }) => deployed);
  const content = shown?.content ?? metric;
  const edits = useEdits({
    start: { name: shown?.name, content },
    key: definitionKey(content),
    scope: search.version ?? "",
  });
  const { start } = edits;
  return (
    <div className={columns}>
      <div className="flex min-w-0 flex-col gap-4">
        <MetricForm
          key={edits.formKey}
          ref={form}
          metricId={metric.id}
          content={start.content}
          now={metric}
          edits={edits}
          latest={shown?.name}
        />
        {metric.type !== "HUMAN" && <OnlineMetric metric={metric} />}
        <MetricVersions
          {...props}
          metricId={metric.id}
          shown={edits.isBehind ? start.name : shown?.name}
        />
      </div>
      <TryMetric {...props} form={form} content={start.content} />
    </div>
  );
}

function DeleteMetric({ metric, all }: KnownMetricProps): ReactNode {
  const api = useApi();
  const navigate = useNavigate();
  const count = useQuery(versionsQuery(api, metric.id)).data?.length;
  const use = whereUsed(metric, all);
  return (
    <DeleteButton
      title={`the metric ${metric.name}`}
      onDelete={() => api.call("deleteMetric", { params: { metric_id: metric.id } })}
      onDeleted={() => navigate({ to: "/metric-definitions" })}
      queryKey={metricsKey(api)}
    >
      <p>
        Its definition is deleted for everybody, with{" "}
        {count === undefined ? "all versions" : `all ${formatPlural(count, "version")}`}. Values
        that spans have under its name stay.
      </p>
      {use !== undefined && <p>It is {use}.</p>}
    </DeleteButton>
  );
}
