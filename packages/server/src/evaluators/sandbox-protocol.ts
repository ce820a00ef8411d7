/** What a sandbox is given when it starts. It runs one task and ends. */
export interface SandboxTask {
  readonly code: string;
  /** JSON text. */
  readonly event: string;
  readonly timeLimitMs: number;
  readonly memoryBytes: number;
}

/** `json` is the text of what the evaluator returned. */
export type SandboxAnswer =
  | { readonly kind: "returned"; readonly json: string }
  | { readonly kind: "failed"; readonly message: string };
