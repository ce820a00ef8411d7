import type {
  Event,
  EventInput,
  EventInputDraft,
  EventNode,
  EventUpdate,
  JsonObject,
  SessionInput,
} from "../events/event.js";
import type {
  ExportEventsRequest,
  ExportEventsResponse,
  ListEventsQuery,
  SearchEventsRequest,
} from "../events/filter.js";
import { route, type Routes } from "./route.js";

export interface EventBatch {
  readonly events: readonly EventInput[];
  /** All events go into one new session. */
  readonly single_session?: boolean | undefined;
  readonly session_properties?: SessionInput | undefined;
}

/** `is_single_session` and `session` are older names. Events may hold `children`. */
export interface LegacyEventBatch {
  readonly events: readonly EventInputDraft[];
  readonly single_session?: boolean | undefined;
  readonly is_single_session?: boolean | undefined;
  readonly session_properties?: SessionInput | undefined;
  readonly session?: SessionInput | undefined;
}

export interface CreatedEvents {
  readonly success: true;
  /** In the order of the request. */
  readonly event_ids: readonly string[];
  /** Of the new session, where one was asked for. */
  readonly session_id?: string | undefined;
}

interface CreatedEvent {
  readonly success: true;
  readonly event_id: string;
}

/** For a session's id, also the session's tree, as the first generation of this route answered. */
export type GetEventResponse = { readonly event: Event } & Partial<EventNode>;

export interface EventOperations {
  createEventLegacy: { body: { readonly event: EventInput }; response: CreatedEvent };
  createEvent: { body: EventInput; response: CreatedEvent };
  updateEventLegacy: {
    /** `outputs` may be of any type. */
    body: Omit<EventUpdate, "outputs"> & { readonly event_id: string; readonly outputs?: unknown };
    response: { readonly success: true };
  };
  updateEvent: {
    params: { event_id: string };
    body: EventUpdate;
    response: { readonly success: true };
  };
  getEvent: { params: { event_id: string }; response: GetEventResponse };
  deleteEvent: {
    params: { event_id: string };
    /** `deleted` is the id. */
    response: { readonly success: true; readonly deleted: string };
  };
  getMedia: { params: { event_id: string; sha256: string }; response: Blob };
  listEvents: { query: ListEventsQuery; response: ExportEventsResponse };
  exportEvents: { body: ExportEventsRequest; response: ExportEventsResponse };
  searchEvents: { body: SearchEventsRequest; response: ExportEventsResponse };
  createEvents: { body: EventBatch; response: CreatedEvents };
  createEventsLegacy: { body: LegacyEventBatch; response: CreatedEvents };
  createModelEvent: { body: { readonly model_event: JsonObject }; response: CreatedEvent };
  createModelEvents: {
    body: Omit<LegacyEventBatch, "events"> & { readonly model_events: readonly JsonObject[] };
    response: CreatedEvents;
  };
}

export const eventRoutes: Routes<EventOperations> = {
  createEventLegacy: route("POST /events", "Creates an event; use POST /v1/events.", {
    isOlder: true,
  }),
  createEvent: route(
    "POST /v1/events",
    "Creates an event. Creating it again under the same id changes what the second call names.",
  ),
  updateEventLegacy: route("PUT /events", "Changes an event; use PUT /v1/events/{event_id}.", {
    isOlder: true,
  }),
  updateEvent: route(
    "PUT /v1/events/{event_id}",
    "Changes an event. It may come before the event itself: it is kept and applied then.",
  ),
  getEvent: route("GET /v1/events/{event_id}", "One event."),
  deleteEvent: route("DELETE /v1/events/{event_id}", "Deletes an event, for good.", {
    aliases: ["/events/{event_id}"],
  }),
  getMedia: route(
    "GET /v1/events/{event_id}/media/{sha256}",
    "An image, sound or file that an event refers to by its hash, as it was sent.",
    { answer: "bytes" },
  ),
  listEvents: route("GET /v1/events", "The events that match, newest first.", {
    aliases: ["/events"],
  }),
  exportEvents: route(
    "POST /v1/events/export",
    "The events that match, newest first; at most 7,500 on a page.",
    { aliases: ["/events/export"], access: "read" },
  ),
  searchEvents: route(
    "POST /v1/events/search",
    "The events that match, newest first; at most 1,000 on a page.",
    { access: "read" },
  ),
  createEvents: route(
    "POST /v1/events/batch",
    "Creates several events, on request all in one new session.",
  ),
  createEventsLegacy: route("POST /events/batch", "Creates events; use POST /v1/events/batch.", {
    isOlder: true,
  }),
  createModelEvent: route(
    "POST /events/model",
    "Creates a model event; use POST /v1/events with `event_type: model`.",
    { isOlder: true },
  ),
  createModelEvents: route(
    "POST /events/model/batch",
    "Creates model events; use POST /v1/events/batch.",
    { isOlder: true },
  ),
};
