/** Bytes of an answer that may be on their way before the reader has read them. */
const windowBytes = 8 * 1024 * 1024;

/** Counts the bytes of an answer, alike where they are sent and where they are read. */
export class ReadWindow {
  #bytes = 0;

  /** Whether so many bytes went by that the sender waits for the reader. */
  add(bytes: number): boolean {
    this.#bytes += bytes;
    if (this.#bytes < windowBytes) return false;
    this.#bytes = 0;
    return true;
  }
}

/** What the sender waits for. */
export class ReadSignals {
  readonly #signal: AbortSignal;
  #count = 0;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#wake?.(), { once: true });
  }

  /** The reader has read a window. */
  read(): void {
    this.#count += 1;
    this.#wake?.();
  }

  /** Resolves when the reader has read one more window, or left. */
  async next(): Promise<void> {
    while (this.#count === 0 && !this.#signal.aborted) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    this.#count -= 1;
  }
}
