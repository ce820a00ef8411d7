import type { Client, EventType, ExportEventsRequest } from "@honeyhive/contract";

import { findRun } from "../runs/find-run.js";
import { toDateRange, type EventFlags } from "./event-flags.js";

export interface EventQuery extends EventFlags {
  readonly type?: EventType | undefined;
  /** Id, name, `latest` or `branch:<git branch>`. */
  readonly run?: string | undefined;
}

/** The request for the events that are meant. */
export async function toExportRequest(
  call: Client,
  { type, run, where = [], since }: EventQuery,
): Promise<ExportEventsRequest> {
  const ofType = { field: "event_type", operator: "is", value: type } as const;
  return {
    filters: [...(type === undefined ? [] : [ofType]), ...where],
    dateRange: toDateRange({ since }),
    evaluation_id: run === undefined ? undefined : await findRun(call, run),
  };
}
