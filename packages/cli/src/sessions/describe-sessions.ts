import { eventTokens, formatDuration, type Event } from "@honeyhive/contract";

import { formatCost, formatCount, formatTime } from "../output/format.js";
import { tableLines, type Column } from "../output/table.js";

const maxError = 60;

const sessionColumns: readonly Column<Event>[] = [
  { title: "SESSION", cell: ({ session_id: id }) => id },
  { title: "STARTED (UTC)", cell: ({ start_time: time }) => formatTime(time) },
  { title: "DURATION", align: "right", cell: ({ duration }) => formatDuration(duration) },
  { title: "EVENTS", align: "right", cell: ({ metadata }) => count(metadata["num_events"]) },
  { title: "TOKENS", align: "right", cell: (session) => count(eventTokens(session).total) },
  { title: "COST", align: "right", isOptional: true, cell: describeCost },
  { title: "NAME", cell: ({ event_name: name }) => name },
  { title: "ERROR", isOptional: true, cell: ({ error }) => cut(error ?? "") },
];

export function describeSessions(sessions: readonly Event[], width?: number): string[] {
  if (sessions.length === 0) return [];
  const isAnyFailed = sessions.some(({ error }) => error !== null);
  const shown = sessionColumns.filter(({ title }) => title !== "ERROR" || isAnyFailed);
  return tableLines(shown, sessions, width);
}

function count(value: unknown): string {
  return typeof value === "number" ? formatCount(value) : "–";
}

function describeCost(session: Event): string {
  const { cost } = eventTokens(session);
  return cost === undefined ? "–" : formatCost(cost);
}

/** Stack traces are in the session. */
function cut(text: string): string {
  const [first = ""] = text.split("\n");
  return first.length <= maxError ? first : `${first.slice(0, maxError - 1)}…`;
}
