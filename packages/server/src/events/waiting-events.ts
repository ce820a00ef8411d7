export interface EventKey {
  readonly projectId: string;
  readonly eventId: string;
}

interface WaitingEvent extends EventKey {
  /** When somebody looks for it again. */
  dueMs: number;
  pauseMs: number;
}

/** Between two looks for an event that has not come; each pause is longer than the one before. */
const firstPauseMs = 1000;
const pauseFactor = 4;
const longestPauseMs = 3_600_000;

/**
 * Events that have patches and have not been seen. Only so many are remembered: beyond, the oldest are
 * forgotten, and from then on whoever asks has to look into the store.
 */
export class WaitingEvents {
  readonly #maxRemembered: number;
  readonly #byName = new Map<string, WaitingEvent>();
  #hasForgotten = false;

  constructor(maxRemembered = 100_000) {
    this.#maxRemembered = maxRemembered;
  }

  get size(): number {
    return this.#byName.size;
  }

  /** Whether an event that is not remembered may have patches all the same. */
  get hasForgotten(): boolean {
    return this.#hasForgotten;
  }

  add({ projectId, eventId }: EventKey): void {
    const name = nameOf({ projectId, eventId });
    // Heard of again: it is the youngest now.
    this.#byName.delete(name);
    this.#byName.set(name, { projectId, eventId, dueMs: 0, pauseMs: firstPauseMs });
    for (const oldest of this.#byName.keys()) {
      if (this.#byName.size <= this.#maxRemembered) return;
      this.#byName.delete(oldest);
      this.#hasForgotten = true;
    }
  }

  has(event: EventKey): boolean {
    return this.#byName.has(nameOf(event));
  }

  delete(event: EventKey): void {
    this.#byName.delete(nameOf(event));
  }

  /** Some of those that nobody has looked for in a while; now somebody does. */
  takeDue(nowMs: number, most: number): EventKey[] {
    const due: EventKey[] = [];
    for (const event of this.#byName.values()) {
      if (due.length === most) break;
      if (event.dueMs > nowMs) continue;
      event.dueMs = nowMs + event.pauseMs;
      event.pauseMs = Math.min(event.pauseMs * pauseFactor, longestPauseMs);
      due.push(event);
    }
    return due;
  }
}

/** Differs for events of different projects that have the same id. */
export function nameOf({ projectId, eventId }: EventKey): string {
  return `${projectId}/${eventId}`;
}
