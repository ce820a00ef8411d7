import { Link } from "@tanstack/react-router";

import { EventTypeIcon } from "../../components/event-type-icon.js";
import type { GridColumn } from "../../components/grid/grid-column.js";
import { firstText } from "../../lib/form/read-json.js";
import type { SessionRow } from "./model/session-row.js";
import { runSearch, sessionColumns } from "./session-columns.js";

const nameColumn: GridColumn<SessionRow> = {
  id: "name",
  header: "Span",
  minWidth: 160,
  grow: 2,
  cell: ({ session: span, name }) => (
    <span className="flex items-center gap-1.5">
      <EventTypeIcon type={span.event_type} />
      <Link
        to="/sessions/$sessionId"
        params={{ sessionId: span.session_id }}
        search={{ ...runSearch(span), event: span.event_id }}
        tabIndex={-1}
        title={name}
        className="truncate font-medium hover:underline"
      >
        {name}
      </Link>
    </span>
  ),
};

const modelColumn: GridColumn<SessionRow> = {
  id: "model",
  header: "Model",
  minWidth: 120,
  cell: ({ session: { config } }) => (
    <span className="font-mono text-xs text-muted">{firstText(config, ["model"]) ?? "–"}</span>
  ),
};

/** Of spans: those of sessions, but that they lead to the span in its trace and name its model. */
export const spanColumns: readonly GridColumn<SessionRow>[] = sessionColumns
  .filter(({ id }) => id !== "spans")
  .map((column) => {
    if (column.id === "name") return nameColumn;
    return column.id === "source" ? modelColumn : column;
  });
