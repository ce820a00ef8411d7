import type { Metric, MetricProgress } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Badge } from "../../components/badge.js";
import { Time } from "../../components/value/time.js";
import { useApi } from "../../lib/api/api-context.js";
import { formatCount } from "../../lib/text/format-number.js";
import { progressQuery } from "./queries.js";

const names = { off: "off", not_run: "not run", running: "running", held_up: "held up" } as const;
const tones = { off: "neutral", not_run: "bad", running: "good", held_up: "bad" } as const;

/** How far a metric has come with what comes in, and what keeps it. */
export function OnlineProgress({ metric }: { readonly metric: Metric }): ReactNode {
  const progress = useQuery(progressQuery(useApi(), metric)).data;
  if (progress === undefined) return null;
  const { state, reason, last_error: lastError } = progress;
  return (
    <div role="status" aria-label="Progress" className="flex flex-col gap-1.5">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={tones[state]}>{names[state]}</Badge>
        <span className="text-muted">{describe(progress)}</span>
      </p>
      {reason !== null && <p className="text-bad">{reason}</p>}
      {lastError !== null && (
        <p className="text-muted">
          Failed last <Time at={lastError.at} />: {lastError.message}
        </p>
      )}
    </div>
  );
}

function describe({ state, scored, failed, waiting }: MetricProgress): string {
  if (scored + failed + waiting === 0) {
    return state === "off" ? "It is run where it is tried." : "Nothing has come for it yet.";
  }
  const counts = [
    `${formatCount(scored)} got a value`,
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(waiting > 0 ? [`${formatCount(waiting)} wait`] : []),
  ];
  return counts.join(" · ");
}
