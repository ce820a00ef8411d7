import type {
  EventInput,
  EventInputDraft,
  EventNode,
  SessionInput,
  StartedSession,
} from "../events/event.js";
import type { RootSpans } from "../events/root-spans.js";
import type { EventOperations } from "./events.js";
import { route, type Routes } from "./route.js";

/** Exactly one of the two. Events may hold `children`. */
export interface SessionTraces {
  readonly events?: readonly EventInputDraft[] | undefined;
  readonly logs?: readonly EventInputDraft[] | undefined;
}

/** The start of a session or a change of an event: the body of `POST /session/start`, or of `PUT /events`. */
export type SessionChange =
  | SessionOperations["startSessionLegacy"]["body"]
  | EventOperations["updateEventLegacy"]["body"];

/** A change that was not kept, by its place in the request, from 0. */
export interface RejectedChange {
  readonly index: number;
  /** Of the session that it is of: that was deleted. */
  readonly code: "SESSION_DELETED";
  readonly message: string;
}

export interface SessionOperations {
  startSessionLegacy: { body: { readonly session: SessionInput }; response: StartedSession };
  createSession: { body: SessionInput; response: StartedSession };
  changeSessions: {
    body: { readonly changes: readonly SessionChange[] };
    /** `rejected` is there where something was; all others are stored. */
    response: {
      readonly success: true;
      readonly rejected?: readonly RejectedChange[] | undefined;
    };
  };
  findRootSpans: {
    body: { readonly session_ids: readonly string[] };
    response: { readonly root_spans: readonly RootSpans[] };
  };
  getSession: { params: { session_id: string }; response: EventNode };
  deleteSession: {
    params: { session_id: string };
    /** `deleted` is the id. */
    response: { readonly success: true; readonly deleted: string };
  };
  addSessionTraces: {
    params: { session_id: string };
    body: SessionTraces;
    response: { readonly success: true };
  };
  createSessionEvents: {
    params: { session_id: string };
    body: { readonly events: readonly EventInput[] };
    response: { readonly success: true };
  };
}

export const sessionRoutes: Routes<SessionOperations> = {
  startSessionLegacy: route("POST /session/start", "Starts a session; use POST /v1/sessions.", {
    isOlder: true,
  }),
  createSession: route(
    "POST /v1/sessions",
    "Starts a session. Starting it again under the same id changes what the second call names.",
  ),
  changeSessions: route(
    "POST /v1/sessions/batch",
    "Starts and changes many sessions, in this order, as `POST /session/start` and `PUT /events` do one by one. " +
      "Sent again, it changes nothing more in sessions that have ids. " +
      "What is of sessions that were deleted is named in `rejected`, and all else is stored.",
  ),
  findRootSpans: route(
    "POST /v1/sessions/root_spans",
    "What the root spans of up to 1,000 sessions say, short enough for a list: for sessions that say nothing themselves.",
    { access: "read" },
  ),
  getSession: route(
    "GET /v1/sessions/{session_id}",
    "A session with its events as a tree, children in order of their start.",
    { aliases: ["/session/{session_id}"] },
  ),
  deleteSession: route(
    "DELETE /v1/sessions/{session_id}",
    "Deletes a session with all its events, for good.",
    { aliases: ["/session/{session_id}"] },
  ),
  addSessionTraces: route(
    "POST /session/{session_id}/traces",
    "Adds events to a session; use POST /v1/sessions/{session_id}/events/batch.",
    { isOlder: true },
  ),
  createSessionEvents: route(
    "POST /v1/sessions/{session_id}/events/batch",
    "Adds events to the session that the path names, whatever they name themselves.",
  ),
};
