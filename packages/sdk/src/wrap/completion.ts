/** What happens when the traced work is over. Only the first call counts. */
export interface Completion {
  onValue(value: unknown): void;
  onError(error: unknown): void;
}
