export interface EventKey {
  readonly projectId: string;
  readonly eventId: string;
}

/**
 * Events that have patches and have not been seen. Only so many are remembered: beyond, the oldest are
 * forgotten, and from then on whoever asks has to look into the store.
 */
export class WaitingEvents {
  readonly #maxRemembered: number;
  readonly #keys = new Set<string>();
  #hasForgotten = false;

  constructor(maxRemembered = 100_000) {
    this.#maxRemembered = maxRemembered;
  }

  get size(): number {
    return this.#keys.size;
  }

  /** Whether an event that is not remembered may have patches all the same. */
  get hasForgotten(): boolean {
    return this.#hasForgotten;
  }

  add(event: EventKey): void {
    const key = nameOf(event);
    // Heard of again: it is the youngest now.
    this.#keys.delete(key);
    this.#keys.add(key);
    for (const oldest of this.#keys) {
      if (this.#keys.size <= this.#maxRemembered) return;
      this.#keys.delete(oldest);
      this.#hasForgotten = true;
    }
  }

  has(event: EventKey): boolean {
    return this.#keys.has(nameOf(event));
  }

  delete(event: EventKey): void {
    this.#keys.delete(nameOf(event));
  }
}

/** Differs for events of different projects that have the same id. */
export function nameOf({ projectId, eventId }: EventKey): string {
  return `${projectId}/${eventId}`;
}
