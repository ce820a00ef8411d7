import type { BufferPool } from "./buffer-pool.js";

/** Bytes in memory of a pool. They are given back once, as soon as nobody reads them any more. */
export class LentBytes implements Disposable {
  readonly bytes: Uint8Array;
  #pool: BufferPool | undefined;

  constructor(bytes: Uint8Array, pool: BufferPool) {
    this.bytes = bytes;
    this.#pool = pool;
  }

  /** Later calls do nothing: the memory may be somebody else's by then. */
  [Symbol.dispose](): void {
    this.#pool?.giveBack(this.bytes);
    this.#pool = undefined;
  }
}
