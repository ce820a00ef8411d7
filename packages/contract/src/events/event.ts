export const eventTypes = ["session", "model", "tool", "chain"] as const;

export type EventType = (typeof eventTypes)[number];

export type JsonObject = Record<string, unknown>;

/**
 * One node of a trace. A session is an event whose `event_id` equals its `session_id`.
 *
 * Times are Unix milliseconds (fractions allowed), `duration` is milliseconds.
 */
export interface Event {
  readonly event_id: string;
  readonly session_id: string;
  /** Event id of the parent; the session id for a root span; null for the session itself. */
  readonly parent_id: string | null;
  readonly children_ids: readonly string[];
  readonly event_type: EventType;
  readonly event_name: string;
  readonly source: string;
  readonly project_id: string;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
  readonly config: JsonObject;
  readonly metadata: JsonObject;
  readonly metrics: JsonObject;
  readonly feedback: JsonObject;
  readonly user_properties: JsonObject;
  readonly error: string | null;
  readonly start_time: number;
  readonly end_time: number;
  readonly duration: number;
}

/** What a client may send to create an event. Missing fields get the documented defaults. */
export interface EventInput {
  readonly event_type: EventType;
  readonly inputs: JsonObject;
  /** Ignored: the key says which project. */
  readonly project_id?: string | undefined;
  readonly event_id?: string | undefined;
  readonly session_id?: string | undefined;
  readonly parent_id?: string | null | undefined;
  readonly children_ids?: readonly string[] | undefined;
  readonly event_name?: string | undefined;
  readonly source?: string | undefined;
  readonly outputs?: unknown;
  readonly config?: JsonObject | null | undefined;
  readonly metadata?: JsonObject | null | undefined;
  readonly metrics?: JsonObject | null | undefined;
  readonly feedback?: JsonObject | null | undefined;
  readonly user_properties?: JsonObject | null | undefined;
  readonly error?: string | null | undefined;
  readonly start_time?: number | undefined;
  readonly end_time?: number | undefined;
  readonly duration?: number | undefined;
}

/** An event of an older client's batch: what it lacks is found out when it is stored. */
export type EventInputDraft = {
  readonly [Field in keyof EventInput]?: EventInput[Field] | undefined;
};

/**
 * What `PUT /v1/events/{event_id}` changes. `metadata`, `metrics`, `feedback`, `config` and `user_properties`
 * merge; `outputs`, `duration`, `end_time` and a non-empty `children_ids` replace.
 */
export interface EventUpdate {
  readonly metadata?: JsonObject | null | undefined;
  readonly metrics?: JsonObject | null | undefined;
  readonly feedback?: JsonObject | null | undefined;
  readonly config?: JsonObject | null | undefined;
  readonly user_properties?: JsonObject | null | undefined;
  readonly outputs?: JsonObject | null | undefined;
  readonly duration?: number | undefined;
  readonly end_time?: number | undefined;
  readonly children_ids?: readonly string[] | undefined;
}

/** Body of `POST /v1/sessions`, and the `session` object of `POST /session/start`. */
export interface SessionInput {
  readonly session_id?: string | undefined;
  readonly children_ids?: readonly string[] | undefined;
  readonly session_name?: string | undefined;
  readonly event_name?: string | undefined;
  readonly source?: string | undefined;
  readonly project?: string | undefined;
  readonly start_time?: number | undefined;
  readonly end_time?: number | undefined;
  readonly duration?: number | undefined;
  readonly inputs?: JsonObject | null | undefined;
  readonly outputs?: JsonObject | null | undefined;
  readonly config?: JsonObject | null | undefined;
  readonly metadata?: JsonObject | null | undefined;
  readonly metrics?: JsonObject | null | undefined;
  readonly feedback?: JsonObject | null | undefined;
  readonly user_properties?: JsonObject | null | undefined;
}

/** Answer to a session start: the session event plus its owners. */
export interface StartedSession extends Event {
  readonly org_id: string;
  readonly workspace_id: string;
}

/** Root `metadata` of a session tree also carries these roll-ups, computed by the server. */
export interface SessionRollup {
  readonly num_events: number;
  readonly num_model_events: number;
  readonly has_feedback: boolean;
  readonly cost: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** `children` are sorted by `start_time`; events whose parent is unknown hang below the root. */
export interface EventNode extends Event {
  readonly children: readonly EventNode[];
}
