/** Chunks on their way from the store host to one consumer. Ends or fails once. */
export class ChunkQueue implements AsyncIterable<Uint8Array> {
  readonly #chunks: Uint8Array[] = [];
  #state: "open" | "ended" | Error = "open";
  #wake: (() => void) | undefined;

  push(chunk: Uint8Array): void {
    if (this.#state === "open") this.#chunks.push(chunk);
    this.#wake?.();
  }

  end(): void {
    if (this.#state === "open") this.#state = "ended";
    this.#wake?.();
  }

  /** What was not consumed yet is dropped: rows of a failed query are no result. */
  fail(error: Error): void {
    if (this.#state === "open") this.#state = error;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (;;) {
      if (this.#state instanceof Error) throw this.#state;
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) yield chunk;
      else if (this.#state === "ended") return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
