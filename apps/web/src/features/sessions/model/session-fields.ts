import type { ExportField } from "../../../lib/files/table-file.js";
import type { SessionRow } from "./session-row.js";

const inAll: readonly ExportField<SessionRow>[] = [
  { name: "started_at", value: ({ session }) => new Date(session.start_time).toISOString() },
  { name: "inputs", value: ({ inputs }) => inputs },
  { name: "outputs", value: ({ outputs }) => outputs },
  { name: "error", value: ({ session }) => session.error },
  { name: "source", value: ({ session }) => session.source },
];

const used: readonly ExportField<SessionRow>[] = [
  { name: "tokens", value: ({ session }) => session.metadata["total_tokens"] },
  { name: "cost", value: ({ session }) => session.metadata["cost"] },
  { name: "duration_ms", value: ({ session }) => session.duration },
  { name: "feedback", value: ({ session }) => session.feedback },
  { name: "metrics", value: ({ session }) => session.metrics },
  { name: "user_properties", value: ({ session }) => session.user_properties },
];

/** What a file says of each session. */
export const sessionFields: readonly ExportField<SessionRow>[] = [
  { name: "session", value: ({ name }) => name },
  { name: "session_id", value: ({ session }) => session.session_id },
  ...inAll,
  { name: "spans", value: ({ session }) => session.metadata["num_events"] },
  ...used,
];

/** What a file says of each span. */
export const spanFields: readonly ExportField<SessionRow>[] = [
  { name: "span", value: ({ name }) => name },
  { name: "event_id", value: ({ session: span }) => span.event_id },
  { name: "session_id", value: ({ session: span }) => span.session_id },
  { name: "type", value: ({ session: span }) => span.event_type },
  ...inAll,
  { name: "model", value: ({ session: span }) => span.config["model"] },
  ...used,
];
