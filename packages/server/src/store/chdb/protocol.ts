import type { QueryParams } from "../engine.js";
import type { StoreErrorCode } from "../store-error.js";

/** What the server sends to the store host. */
export type HostRequest =
  | {
      readonly kind: "query";
      readonly id: number;
      readonly sql: string;
      readonly params: QueryParams;
      readonly timeoutMs: number;
      readonly isUnbounded: boolean;
      readonly isForWrite: boolean;
    }
  | {
      readonly kind: "insert";
      readonly id: number;
      readonly table: string;
      /** The rows, or the path of a file with them. */
      readonly lines: Uint8Array | string;
      readonly sizeBytes: number;
      readonly token: string;
      /** Without, the lines are JSON. */
      readonly columns: readonly string[] | undefined;
    }
  | {
      readonly kind: "command";
      readonly id: number;
      readonly sql: string;
      readonly params: QueryParams;
    }
  /** The reader of a query has read so much that the next part may come (`ReadWindow`). */
  | { readonly kind: "more"; readonly id: number }
  | { readonly kind: "cancel"; readonly id: number };

/** What the store host answers. A query gives any number of chunks and then `done` or `failed`. */
export type HostReply =
  | { readonly kind: "ready" }
  | { readonly kind: "refused"; readonly code: StoreErrorCode; readonly message: string }
  | { readonly kind: "chunk"; readonly id: number; readonly ndjson: Uint8Array }
  | { readonly kind: "done"; readonly id: number }
  | {
      readonly kind: "failed";
      readonly id: number;
      readonly code: StoreErrorCode;
      readonly message: string;
    };

/** Handed to the store host as its only argument, as JSON. */
export interface HostOptions {
  /** Of whoever starts the host: by the time it asks for its parent, that may be gone. */
  readonly serverPid: number;
  readonly dataDir: string;
  readonly memoryBytes: number;
  readonly readers: number;
}
