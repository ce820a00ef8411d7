import type { RunResult } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { GitCompareArrows } from "lucide-react";
import type { ReactNode } from "react";

import { StatusBadge } from "../../components/badge.js";
import { buttonClass } from "../../components/button.js";
import { PageHeader } from "../../components/shell/page-header.js";
import { Time } from "../../components/value/time.js";
import { useApi } from "../../lib/api/api-context.js";
import { runDataset } from "../../lib/runs/run-dataset.js";
import { previousRunQuery } from "./queries.js";
import { RunProgress } from "./run-progress.js";

export function RunHeader({ result }: { readonly result: RunResult }): ReactNode {
  const run = result.run_object;
  const previous = useQuery(previousRunQuery(useApi(), run)).data;
  const dataset = runDataset(run);
  return (
    <PageHeader
      title={run.name === "" ? run.run_id : run.name}
      actions={
        previous && (
          <Link
            to="/compare"
            search={{ new: run.run_id, old: previous.run_id }}
            title={`Compare with ${previous.name}`}
            className={buttonClass()}
          >
            <GitCompareArrows aria-hidden="true" className="size-4" />
            Compare with previous
          </Link>
        )
      }
    >
      <StatusBadge status={run.status} />
      <RunProgress result={result} />
      <span className="text-muted">
        <Time at={run.created_at} />
        {dataset !== undefined && (
          <>
            {" · dataset "}
            <Link
              to="/runs"
              search={{ dataset }}
              title="All runs over this dataset"
              className="font-mono text-xs hover:underline"
            >
              {run.dataset_name ?? dataset}
            </Link>
          </>
        )}
      </span>
    </PageHeader>
  );
}
