import type { Event } from "@honeyhive/contract";

import { encodeEvent, type EncodedEvent } from "../events/event-log.js";
import { autoSession } from "../sessions/auto-session.js";
import { BatchTooLargeError } from "./batch-too-large-error.js";
import type { KeptMedia } from "../events/media-log.js";
import { addCost } from "./cost/add-cost.js";
import type { PriceTable } from "./cost/price-table.js";
import type { MediaReference } from "./map/messages/media.js";

export interface IncomingEvent {
  readonly event: Event;
  readonly sessionName?: string | undefined;
  readonly media?: readonly MediaReference[];
}

/** Something directly below a session failed. */
export interface SessionFailure {
  readonly sessionId: string;
  readonly eventId: string;
  readonly error: string;
  readonly endMs: number;
}

/** Events of one request, encoded one by one, so that they are not held in two forms. */
export class EventBatch {
  readonly events: EncodedEvent[] = [];
  readonly failures: SessionFailure[] = [];
  readonly media: KeptMedia[] = [];
  readonly #earliest = new Map<string, IncomingEvent>();
  readonly #prices: PriceTable;
  readonly #limitBytes: number;
  #sizeBytes = 0;

  constructor(prices: PriceTable, limitBytes = Number.POSITIVE_INFINITY) {
    this.#prices = prices;
    this.#limitBytes = limitBytes;
  }

  add(incoming: IncomingEvent): void {
    const event = addCost(incoming.event, this.#prices);
    const encoded = encodeEvent(event);
    this.#sizeBytes += encoded.line.length;
    if (this.#sizeBytes > this.#limitBytes) {
      throw new BatchTooLargeError(`events of more than ${this.#limitBytes} bytes`);
    }
    this.events.push(encoded);
    const { project_id, session_id, event_id, start_time } = event;
    const owner = { project_id, session_id, event_id, start_time };
    for (const media of incoming.media ?? []) this.media.push({ owner, media });
    this.#noteSession(event, incoming.sessionName);
    const { error, session_id: sessionId, parent_id: parentId, event_id: eventId } = event;
    if (error === null || parentId !== sessionId) return;
    this.failures.push({ sessionId, eventId, error, endMs: event.end_time });
  }

  get sessionIds(): readonly string[] {
    return [...this.#earliest.keys()];
  }

  /** The event that a session gets that is first seen through this batch. */
  startOf(sessionId: string): EncodedEvent | undefined {
    const first = this.#earliest.get(sessionId);
    if (first === undefined) return undefined;
    return { ...encodeEvent(autoSession(first.event, first.sessionName)), isGuess: true };
  }

  #noteSession(event: Event, sessionName: string | undefined): void {
    const known = this.#earliest.get(event.session_id);
    if (known !== undefined && known.event.start_time <= event.start_time) return;
    this.#earliest.set(event.session_id, { sessionName, event: withoutPayload(event) });
  }
}

/** What is remembered of a session's first event. */
function withoutPayload(event: Event): Event {
  const { run_id, dataset_id, datapoint_id } = event.metadata;
  return {
    ...event,
    inputs: {},
    outputs: {},
    config: {},
    metadata: { run_id, dataset_id, datapoint_id },
  };
}
