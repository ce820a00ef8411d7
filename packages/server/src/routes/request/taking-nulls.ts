import { isJsonObject } from "../../lib/json.js";
import type { RouteHandler } from "../route-handler.js";

/** Fields of events and sessions that have a default. */
const haveDefault = new Set([
  "event_id",
  "session_id",
  "children_ids",
  "event_name",
  "session_name",
  "source",
  "project",
  "project_id",
  "start_time",
  "end_time",
  "duration",
  "single_session",
  "is_single_session",
  "session_properties",
]);
/** What holds events and sessions; everything else is the user's own. */
const holders = new Set([
  "event",
  "events",
  "logs",
  "children",
  "model_event",
  "model_events",
  "session",
  "session_properties",
]);

/** Older clients write null, or a number that is none, for what they do not have: on their routes it is absent. */
export function takingNulls(handler: RouteHandler): RouteHandler {
  return (request, services) => {
    const readJson = async (): Promise<unknown> => withoutNulls(await request.readJson());
    return handler({ ...request, readJson }, services);
  };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value)
    .filter(([key, field]) => field !== null || !haveDefault.has(key))
    .map(([key, field]) => [key, holders.has(key) ? withoutNulls(field) : field]);
  return Object.fromEntries(entries);
}
