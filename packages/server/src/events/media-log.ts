import type { Event } from "@honeyhive/contract";

import type { MediaReference } from "../mapping/messages/media.js";
import { MicroBatcher } from "../lib/micro-batcher.js";
import type { Store } from "../store/store.js";
import { toTimestamp } from "../store/timestamps.js";
import { keepForEver, type Retention } from "./retention.js";

type Owner = Pick<Event, "project_id" | "session_id" | "event_id" | "start_time">;

/** Media that were sent inline, with the event that refers to them. */
export interface KeptMedia {
  readonly owner: Owner;
  readonly media: MediaReference;
}

/** Larger ones stay a reference: their type, size and hash. */
const maxMediaBytes = 16 * 1024 * 1024;

/** Keeps the bytes that events refer to by their hash. They live and go with their event. */
export class MediaLog {
  readonly #store: Store;
  readonly #retention: Retention;
  readonly #onDropped: (count: number) => void;
  readonly #batcher: MicroBatcher<KeptMedia>;

  constructor(
    store: Store,
    options: { readonly retention?: Retention; readonly onDropped?: (count: number) => void } = {},
  ) {
    this.#store = store;
    this.#retention = options.retention ?? keepForEver;
    this.#onDropped = options.onDropped ?? (() => {});
    this.#batcher = new MicroBatcher({
      maxItems: 100,
      maxBytes: 16 * 1024 * 1024,
      maxQueuedBytes: 64 * 1024 * 1024,
      run: (items) => this.#write(items),
    });
  }

  /** Resolves when they are stored. Storing them again changes nothing. */
  async append(items: readonly KeptMedia[]): Promise<void> {
    const kept = items.filter(({ media }) => media.size_bytes <= maxMediaBytes);
    if (kept.length < items.length) this.#onDropped(items.length - kept.length);
    await this.#batcher.submit(
      kept,
      kept.reduce((total, { media }) => total + media.size_bytes, 0),
    );
  }

  drain(): Promise<void> {
    return this.#batcher.drain();
  }

  #write(items: readonly KeptMedia[]): Promise<void> {
    const rows = items.map(({ owner, media }) => ({
      project_id: owner.project_id,
      session_id: owner.session_id,
      event_id: owner.event_id,
      start_time: toTimestamp(owner.start_time),
      sha256: media.sha256,
      mime_type: media.mime_type,
      content: media.bytes.toString("base64"),
      retention_days: this.#retention(owner.project_id, owner.start_time),
      version: 0,
    }));
    return this.#store.insertRows("media", rows);
  }
}
