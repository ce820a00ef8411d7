import { open, rm } from "node:fs/promises";
import { join, resolve } from "node:path";

import { makeDirectory } from "../../lib/make-directory.js";
import { isFull } from "../is-full.js";
import { StoreError } from "../store-error.js";

/** The engine takes them in a path for wildcards, and knows no way to say otherwise. */
const wildcards = /[*?{}]/;

/**
 * Rows on their way to the store host, in files that it reads. A file costs the engine half of what the same rows
 * cost it in a statement, and neither process copies them for a message.
 */
export class RowFiles {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = join(resolve(dataDir), "incoming");
  }

  /** Whether the engine can be told their paths. */
  get areReadable(): boolean {
    return !wildcards.test(this.#folder);
  }

  /** Makes the folder. What a server that was killed has left in it, nobody waits for. */
  async open(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
    // Traces are private to whoever runs the server.
    makeDirectory(this.#folder);
  }

  async close(): Promise<void> {
    await this.remove(this.#folder);
  }

  /** Resolves with the path. The rows are durable when they are in the tables, not before. */
  async write(id: number, pieces: readonly Uint8Array[], sizeBytes: number): Promise<string> {
    const path = join(this.#folder, String(id));
    try {
      const file = await open(path, "wx", 0o600);
      try {
        const { bytesWritten } = await file.writev(pieces);
        if (bytesWritten < sizeBytes) {
          throw new Error(`ENOSPC: the disk took ${bytesWritten} of them.`);
        }
      } finally {
        await file.close();
      }
    } catch (error) {
      await this.remove(path);
      const reason = error instanceof Error ? error.message : String(error);
      throw new StoreError(
        isFull(reason) ? "STORE_FULL" : "INSERT_FAILED",
        `Expected to write ${sizeBytes} bytes of rows to \`${path}\`, for the store to read: ${reason}`,
        { cause: error },
      );
    }
    return path;
  }

  /** What cannot be removed now, the next start removes. */
  async remove(path: string): Promise<void> {
    await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}
