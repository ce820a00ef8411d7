/** Some fifty texts of sessions. */
const chunkBytes = 1 << 15;

/**
 * Texts that wait, outside the heap: many wait where a server is slow, and the garbage collector moves what waits on the
 * heap, twice.
 */
export class TextStore {
  /** Where the latest text is. It lives for as long as somebody holds it. */
  chunk: Buffer = Buffer.alloc(0);
  private used = 0;

  /**
   * @param sizeBytes what the text takes in UTF-8
   * @returns where it begins in `chunk`
   */
  add(text: string, sizeBytes: number): number {
    if (this.used + sizeBytes > this.chunk.length) {
      this.chunk = Buffer.allocUnsafeSlow(Math.max(sizeBytes, chunkBytes));
      this.used = 0;
    }
    const start = this.used;
    this.used += this.chunk.write(text, start);
    return start;
  }
}
