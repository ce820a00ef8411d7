import { evaluationKey, type Event, type EventInput } from "@honeyhive/contract";

import type { EventPatch } from "../events/event-patch.js";
import type { EncodedEvent, SessionGuess } from "../events/log-item.js";
import type { EventChange } from "../events/patch-log.js";
import { digestOfPost } from "../events/post-digest.js";
import type { RowWriter } from "../events/row-writer.js";
import { autoSession } from "../sessions/auto-session.js";
import { BatchTooLargeError } from "./batch-too-large-error.js";
import type { KeptMedia } from "../events/media-log.js";
import { addCost } from "../cost/add-cost.js";
import type { PriceTable } from "../cost/price-table.js";
import type { MediaReference } from "../mapping/messages/media.js";

export interface IncomingEvent {
  readonly event: Event;
  readonly sessionName?: string | undefined;
  readonly media?: readonly MediaReference[];
  /** What a client posted it as, under an id that it chose: it may come again. */
  readonly post?: EventInput | undefined;
}

/** Events of one request, encoded one by one, so that they are not held in two forms. */
export class EventBatch {
  readonly events: EncodedEvent[] = [];
  readonly media: KeptMedia[] = [];
  readonly #earliest = new Map<string, IncomingEvent>();
  readonly #prices: PriceTable;
  readonly #rows: RowWriter;
  readonly #limitBytes: number;
  #sizeBytes = 0;

  constructor(prices: PriceTable, rows: RowWriter, limitBytes = Number.POSITIVE_INFINITY) {
    this.#prices = prices;
    this.#rows = rows;
    this.#limitBytes = limitBytes;
  }

  add(incoming: IncomingEvent): void {
    const event = addCost(incoming.event, this.#prices);
    const { post } = incoming;
    const origin = post === undefined ? {} : { postDigest: digestOfPost(post) };
    const encoded = this.#rows.encode(event, origin);
    this.#sizeBytes += encoded.row.length;
    if (this.#sizeBytes > this.#limitBytes) {
      throw new BatchTooLargeError(`events of more than ${this.#limitBytes} bytes`);
    }
    const change = failureOf(event);
    this.events.push(change === undefined ? encoded : { ...encoded, change });
    const { project_id, session_id, event_id, start_time } = event;
    const owner = { project_id, session_id, event_id, start_time };
    for (const media of incoming.media ?? []) this.media.push({ owner, media });
    this.#noteSession(event, incoming.sessionName);
  }

  get sessionIds(): readonly string[] {
    return [...this.#earliest.keys()];
  }

  /** The event that a session gets that is first seen through this batch. */
  startOf(sessionId: string): SessionGuess | undefined {
    const first = this.#earliest.get(sessionId);
    if (first === undefined) return undefined;
    const event = autoSession(first.event, first.sessionName);
    return { kind: "guess", projectId: event.project_id, eventId: event.event_id, event };
  }

  /** Lets others have the memory of the events, which are stored. */
  release(): void {
    this.#rows.release();
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

/**
 * A session has failed when something directly below it has; errors further down may have been handled. A case that is run
 * again takes back what became of it before.
 */
function failureOf(event: Event): EventChange | undefined {
  const { project_id, session_id, parent_id, event_id, error, end_time, metadata } = event;
  if (parent_id !== session_id) return undefined;
  if (error === null && metadata[evaluationKey.repeated] !== true) return undefined;
  return {
    projectId: project_id,
    eventId: session_id,
    body: JSON.stringify({ replace: { error } } satisfies EventPatch),
    // The same each time the event is sent.
    patchId: event_id,
    patchedAtMicros: Math.round(end_time * 1000),
  };
}
