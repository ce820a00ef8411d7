import type { MetricVersion } from "@honeyhive/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Badge } from "../../components/badge.js";
import { Button } from "../../components/button.js";
import { DiffText } from "../../components/value/diff-text.js";
import { Time } from "../../components/value/time.js";
import { useApi } from "../../lib/api/api-context.js";
import { diffWords } from "../../lib/text/diff-words.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { metricsKey } from "./queries.js";
import type { MetricSearch } from "./search.js";

/** All versions, the newest first; one is shown in the form, and one is in use. */
export function MetricVersions(
  props: ViewProps<MetricSearch> & {
    readonly metricId: string;
    readonly versions: readonly MetricVersion[];
    readonly shown: string | undefined;
  },
): ReactNode {
  const { versions, shown, onSearchChange } = props;
  return (
    <section aria-label="Versions" className="rounded-lg border border-line bg-surface">
      <h2 className="border-b border-line px-4 py-2 font-semibold">Versions</h2>
      <ol className="max-h-96 divide-y divide-line overflow-y-auto">
        {versions.map((version) => (
          <li key={version.name}>
            <button
              type="button"
              aria-pressed={version.name === shown}
              onClick={() => void onSearchChange({ version: version.name })}
              className="flex w-full items-center gap-3 px-4 py-2 text-left hover:bg-sunken aria-pressed:bg-honey-soft"
            >
              <span className="font-medium">{version.name}</span>
              <span className="min-w-0 truncate text-muted" title={version.message}>
                {version.message}
              </span>
              <span className="ml-auto flex shrink-0 items-center gap-2 text-muted">
                {version.deployed && <Badge tone="good">in use</Badge>}
                <Time at={version.date} />
              </span>
            </button>
            {version.name === shown && !version.deployed && (
              <OtherVersion metricId={props.metricId} versions={versions} version={version} />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What is different from the version in use, and how to use this one instead. */
function OtherVersion(props: {
  readonly metricId: string;
  readonly versions: readonly MetricVersion[];
  readonly version: MetricVersion;
}): ReactNode {
  const { metricId, version, versions } = props;
  const api = useApi();
  const cache = useQueryClient();
  const deployment = useMutation({
    mutationFn: () =>
      api.call("deployMetricVersion", {
        params: { metric_id: metricId, version_name: version.name },
      }),
    onSuccess: () => cache.invalidateQueries({ queryKey: metricsKey(api) }),
  });
  const used = versions.find(({ deployed }) => deployed);
  const parts = diffWords(used?.content.criteria ?? "", version.content.criteria);
  return (
    <div className="flex flex-col items-start gap-2 border-t border-line bg-canvas px-4 py-3">
      <h3 className="text-xs text-muted">
        Criteria{used !== undefined && `; marked: not in ${used.name}, which is in use`}
      </h3>
      <p className="max-h-48 w-full overflow-y-auto rounded-md border border-line bg-surface px-3 py-2 font-mono text-xs wrap-anywhere whitespace-pre-wrap">
        <DiffText parts={parts} shown="added" />
      </p>
      {deployment.error !== null && (
        <p role="alert" className="text-bad">
          {deployment.error.message}
        </p>
      )}
      <Button disabled={deployment.isPending} onClick={() => deployment.mutate()}>
        Use {version.name}
      </Button>
    </div>
  );
}
