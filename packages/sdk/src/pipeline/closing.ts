/** As much of an `AbortSignal` as is needed. */
export interface ClosingSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/**
 * Tells of the end of a pipeline. Cloudflare's `AbortController` belongs to the request in which it was made, and throws in
 * every other: what outlives a request cannot have one.
 */
export class Closing implements ClosingSignal {
  aborted = false;
  private readonly listeners = new Set<() => void>();

  abort(): void {
    this.aborted = true;
    for (const listener of this.listeners) listener();
    this.listeners.clear();
  }

  addEventListener(_type: "abort", listener: () => void): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.listeners.delete(listener);
  }
}
