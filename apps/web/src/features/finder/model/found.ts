import type { Event, RunOfList } from "@honeyhive/contract";

/** Where a thing that was found is shown. */
export type Target =
  | { readonly to: "/sessions/$sessionId"; readonly id: string; readonly event?: string }
  | { readonly to: "/runs/$runId"; readonly id: string }
  | { readonly to: "/datasets/$datasetId"; readonly id: string }
  | { readonly to: "/metric-definitions/$metricId"; readonly id: string }
  | { readonly to: "/prompts"; readonly id: string };

export interface Found {
  readonly kind: "Session" | "Span" | "Trace" | "Run" | "Dataset" | "Metric" | "Prompt";
  readonly name: string;
  /** Tells those of one name apart. */
  readonly id: string;
  /** When it began or was made. */
  readonly at: string | number;
  readonly target: Target;
}

export function foundEvent(event: Event): Found {
  const isSession = event.event_type === "session";
  return {
    kind: isSession ? "Session" : "Span",
    name: event.event_name,
    id: event.event_id,
    at: event.start_time,
    target: {
      to: "/sessions/$sessionId",
      id: event.session_id,
      ...(isSession ? {} : { event: event.event_id }),
    },
  };
}

/** Any event of a trace leads to all of it. */
export function foundTrace(event: Event, id: string): Found {
  const target = { to: "/sessions/$sessionId", id: event.session_id } as const;
  return { kind: "Trace", name: event.event_name, id, at: event.start_time, target };
}

export function foundRun({ run_id: id, name, created_at: at }: RunOfList): Found {
  return { kind: "Run", name: name === "" ? id : name, id, at, target: { to: "/runs/$runId", id } };
}
