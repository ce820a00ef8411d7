import { evaluationKey, formatDuration, type Event } from "@honeyhive/contract";
import { Link } from "@tanstack/react-router";

import { Badge } from "../../components/badge.js";
import type { GridColumn } from "../../components/grid-column.js";
import { formatFullTime, formatTime } from "../../lib/format-time.js";
import { previewValue } from "../../lib/preview-value.js";

export const sessionColumns: readonly GridColumn<Event>[] = [
  {
    id: "name",
    header: "Session",
    minWidth: 160,
    grow: 2,
    cell: (session) => (
      <Link
        to="/sessions/$sessionId"
        params={{ sessionId: session.session_id }}
        search={runSearch(session)}
        tabIndex={-1}
        title={session.session_id}
        className="font-medium hover:underline"
      >
        {session.event_name === "" ? session.session_id : session.event_name}
      </Link>
    ),
  },
  {
    id: "started",
    header: "Started",
    minWidth: 130,
    cell: ({ start_time }) => (
      <time title={formatFullTime(start_time)}>{formatTime(start_time)}</time>
    ),
  },
  {
    id: "inputs",
    header: "Inputs",
    minWidth: 160,
    grow: 3,
    cell: ({ inputs }) => previewValue(inputs),
  },
  {
    id: "outputs",
    header: "Outputs",
    minWidth: 160,
    grow: 3,
    cell: ({ error, outputs }) =>
      error === null ? (
        previewValue(outputs)
      ) : (
        <span title={error} className="text-bad">
          <Badge tone="bad">error</Badge> {error}
        </span>
      ),
  },
  {
    id: "source",
    header: "Source",
    minWidth: 110,
    cell: ({ source }) => <span className="text-muted">{source}</span>,
  },
  {
    id: "duration",
    header: "Duration",
    minWidth: 92,
    align: "end",
    cell: ({ duration }) => formatDuration(duration),
  },
];

/** A session of an evaluation opens with the neighbours of its run. */
export function runSearch({ metadata }: Event): { readonly run?: string } {
  const runId = metadata[evaluationKey.runId];
  return typeof runId === "string" && runId !== "" ? { run: runId } : {};
}
