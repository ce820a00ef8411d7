import { evaluationKey, formatDuration, type Event } from "@honeyhive/contract";
import { Link } from "@tanstack/react-router";
import { MessageSquareText } from "lucide-react";
import type { ReactNode } from "react";

import { Badge } from "../../components/badge.js";
import type { GridColumn } from "../../components/grid/grid-column.js";
import { Time } from "../../components/value/time.js";
import { Used } from "../../components/value/used.js";
import { formatCost, formatCount, formatTokens } from "../../lib/text/format-number.js";
import { previewValue } from "../../lib/text/preview-value.js";
import type { SessionRow } from "./model/session-row.js";

export const sessionColumns: readonly GridColumn<SessionRow>[] = [
  {
    id: "name",
    header: "Session",
    minWidth: 130,
    grow: 2,
    cell: ({ session, name }) => (
      <Link
        to="/sessions/$sessionId"
        params={{ sessionId: session.session_id }}
        search={runSearch(session)}
        tabIndex={-1}
        title={session.session_id}
        className="font-medium hover:underline"
      >
        {name}
        <FeedbackMark session={session} />
      </Link>
    ),
  },
  {
    id: "started",
    header: "Started",
    minWidth: 128,
    cell: ({ session }) => <Time at={session.start_time} />,
  },
  {
    id: "inputs",
    header: "Inputs",
    minWidth: 120,
    grow: 3,
    cell: ({ inputs }) => previewValue(inputs),
  },
  {
    id: "outputs",
    header: "Outputs",
    minWidth: 130,
    grow: 3,
    cell: ({ session: { error }, outputs }) =>
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
    minWidth: 108,
    cell: ({ session }) => <span className="text-muted">{session.source}</span>,
  },
  {
    id: "spans",
    header: "Spans",
    minWidth: 76,
    align: "end",
    isSortable: true,
    cell: ({ session }) => <Used value={session.metadata["num_events"]} format={formatCount} />,
  },
  {
    id: "tokens",
    header: "Tokens",
    minWidth: 84,
    align: "end",
    isSortable: true,
    cell: ({ session }) => <Used value={session.metadata["total_tokens"]} format={formatTokens} />,
  },
  {
    id: "cost",
    header: "Cost",
    minWidth: 96,
    align: "end",
    isSortable: true,
    cell: ({ session }) => <Used value={session.metadata["cost"]} format={formatCost} />,
  },
  {
    id: "duration",
    header: "Duration",
    minWidth: 104,
    align: "end",
    isSortable: true,
    cell: ({ session }) => formatDuration(session.duration),
  },
];

function FeedbackMark({ session }: { readonly session: Event }): ReactNode {
  const { feedback, metadata } = session;
  // The ground truth of an evaluation is kept as feedback, and is nobody's opinion.
  const isTruthAlone =
    evaluationKey.runId in metadata && Object.keys(feedback).every((key) => key === "ground_truth");
  if (metadata["has_feedback"] !== true || isTruthAlone) return null;
  return (
    <span title="Somebody has said what they think of it" className="ml-2 text-faint">
      <MessageSquareText aria-hidden="true" className="inline size-3.5" />
      <span className="sr-only">has feedback</span>
    </span>
  );
}

/** A session of an evaluation opens with the neighbours of its run. */
export function runSearch({ metadata }: Event): { readonly run?: string } {
  const runId = metadata[evaluationKey.runId];
  return typeof runId === "string" && runId !== "" ? { run: runId } : {};
}
