import type { ExperimentRun, RunComparison } from "@honeyhive/contract";
import { Link } from "@tanstack/react-router";
import { ArrowRightLeft } from "lucide-react";
import type { ReactNode } from "react";

import { Badge } from "../../components/badge.js";
import { buttonClass } from "../../components/button.js";
import { PageHeader } from "../../components/shell/page-header.js";
import { Time } from "../../components/value/time.js";
import { formatPlural } from "../../lib/text/format-number.js";

export function CompareHeader({ comparison }: { readonly comparison: RunComparison }): ReactNode {
  const { new_run: newRun, old_run: oldRun } = comparison;
  const edited = comparison.edited_datapoints.length;
  return (
    <PageHeader
      title="Compare"
      actions={
        <Link
          to="/compare"
          search={{ new: oldRun.run_id, old: newRun.run_id }}
          className={buttonClass()}
        >
          <ArrowRightLeft aria-hidden="true" className="size-4" />
          Swap
        </Link>
      }
    >
      <RunName label="new" run={newRun} />
      <span className="text-faint">against</span>
      <RunName label="old" run={oldRun} />
      {edited > 0 && <Badge tone="warn">{formatPlural(edited, "edited case")}, not compared</Badge>}
    </PageHeader>
  );
}

function RunName(props: { readonly label: string; readonly run: ExperimentRun }): ReactNode {
  const { run } = props;
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-muted">
      <span className="text-xs text-faint">{props.label}</span>
      <Link
        to="/runs/$runId"
        params={{ runId: run.run_id }}
        className="min-w-0 truncate font-medium text-ink hover:underline"
      >
        {run.name === "" ? run.run_id : run.name}
      </Link>
      <Time at={run.created_at} />
    </span>
  );
}
