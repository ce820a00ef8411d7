/** Called once, when the traced work is over. */
export interface Completion {
  readonly onValue: (value: unknown) => void;
  readonly onError: (error: unknown) => void;
}
