export type StoreOperation = "select" | "insert" | "command";

/** Is told how long the store takes. */
export interface StoreObserver {
  storeAnswered(operation: StoreOperation, seconds: number, hasFailed: boolean): void;
  storeFailed(operation: StoreOperation, code: string): void;
}
