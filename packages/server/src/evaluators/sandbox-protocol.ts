/** What a sandbox is given when it starts. It runs the code on one event after the other, and ends. */
export interface SandboxTask {
  readonly code: string;
  /** JSON texts. */
  readonly events: readonly string[];
  /** For each event. */
  readonly timeLimitMs: number;
  /** For each event. */
  readonly memoryBytes: number;
}

/** Of one event; a sandbox sends one for each, in their order. `json` is the text of what the evaluator returned. */
export type SandboxAnswer =
  | { readonly kind: "returned"; readonly json: string }
  | { readonly kind: "failed"; readonly message: string };

/** The interpreter is there and the time of the code begins; or the answer of an event. */
export type SandboxMessage = { readonly kind: "started" } | SandboxAnswer;
