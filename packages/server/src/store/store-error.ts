export type StoreErrorCode =
  | "STORE_URL_INVALID"
  | "STORE_NOT_EMPTY"
  | "STORE_LOCKED"
  | "STORE_MISSING"
  | "STORE_UNKNOWN"
  /** A restore or a copy into it was cut short. */
  | "STORE_UNFINISHED"
  | "PROJECT_UNKNOWN"
  | "BACKUP_EXISTS"
  | "BACKUP_INVALID"
  | "RESTORE_DIFFERS"
  | "STORE_UNAVAILABLE"
  /** No room on its disk. */
  | "STORE_FULL"
  /** It ended while it answered. */
  | "STORE_INTERRUPTED"
  | "QUERY_TIMEOUT"
  | "QUERY_CANCELLED"
  | "QUERY_FAILED"
  | "INSERT_FAILED";

/** The store could not do what was asked; `code` says why. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
