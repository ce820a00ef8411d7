import type { Metric } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useApi } from "../../lib/api/api-context.js";
import { formatCount } from "../../lib/text/format-number.js";
import { metricUseQuery } from "./queries.js";

/** What asks for the metric, and how many spans have a value of it. */
export function MetricUses(props: {
  readonly metric: Metric;
  readonly use: string | undefined;
}): ReactNode {
  const spans = useQuery(metricUseQuery(useApi(), props.metric.name)).data;
  return (
    <span className="text-muted">
      {props.use !== undefined && `${props.use} · `}
      {spans !== undefined && (
        <>
          {spans.count === 0
            ? "no span has a value of it"
            : `${formatCount(spans.count)}${spans.isMore ? "+" : ""} ${
                spans.count === 1 ? "span has a value" : "spans have a value"
              }`}
          {spans.latest !== undefined && (
            <Link
              to="/sessions/$sessionId"
              params={{ sessionId: spans.latest.session_id }}
              search={{ event: spans.latest.event_id }}
              className="ml-1.5 text-honey underline underline-offset-2"
            >
              latest →
            </Link>
          )}
        </>
      )}
    </span>
  );
}
