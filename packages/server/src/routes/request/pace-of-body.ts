import { QueueFullError } from "../../lib/micro-batcher.js";
import type { Reservation } from "../../lib/byte-budget.js";

/** In this time there must come … */
const defaultWindowMs = 10_000;

/** … so much of what is held already: even the largest body is not held for longer than minutes. */
const share = 1 / 32;

/** Where memory is scarce, whoever holds some of it must go on sending: the more they hold, the faster. */
export class PaceOfBody implements Disposable {
  /** Rejects where too little came. */
  readonly broken: Promise<never>;
  readonly #timer: NodeJS.Timeout;

  constructor(reading: Reservation, windowMs: number = defaultWindowMs) {
    let reject: (error: Error) => void = () => {};
    this.broken = new Promise<never>((_, fail) => (reject = fail));
    // Nobody may be waiting for the body at that moment.
    this.broken.catch(() => {});
    let heldBytes = reading.sizeBytes;
    this.#timer = setInterval(() => {
      const cameBytes = reading.sizeBytes - heldBytes;
      if (reading.isScarce && cameBytes < heldBytes * share) reject(tooSlow(reading.sizeBytes));
      heldBytes = reading.sizeBytes;
    }, windowMs);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

function tooSlow(heldBytes: number): QueueFullError {
  return new QueueFullError(
    `Expected the rest of a body of which ${heldBytes} bytes are held, but it comes so slowly that others need the room.`,
  );
}
