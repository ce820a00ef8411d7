import type { ExportField } from "../../../lib/table-file.js";
import type { SessionRow } from "./session-row.js";

/** What a file says of each session. */
export const sessionFields: readonly ExportField<SessionRow>[] = [
  { name: "session", value: ({ name }) => name },
  { name: "session_id", value: ({ session }) => session.session_id },
  { name: "started_at", value: ({ session }) => new Date(session.start_time).toISOString() },
  { name: "inputs", value: ({ inputs }) => inputs },
  { name: "outputs", value: ({ outputs }) => outputs },
  { name: "error", value: ({ session }) => session.error },
  { name: "source", value: ({ session }) => session.source },
  { name: "spans", value: ({ session }) => session.metadata["num_events"] },
  { name: "tokens", value: ({ session }) => session.metadata["total_tokens"] },
  { name: "cost", value: ({ session }) => session.metadata["cost"] },
  { name: "duration_ms", value: ({ session }) => session.duration },
  { name: "feedback", value: ({ session }) => session.feedback },
  { name: "metrics", value: ({ session }) => session.metrics },
  { name: "user_properties", value: ({ session }) => session.user_properties },
];
