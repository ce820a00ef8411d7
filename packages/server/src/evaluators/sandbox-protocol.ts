/** What a sandbox is given when it starts. It runs the code on one event after the other, and ends. */
export interface SandboxTask {
  /** Of the metric. */
  readonly name: string;
  readonly code: string;
  /** JSON texts. */
  readonly events: readonly string[];
  /** The interpreter, where it is compiled once for all threads. */
  readonly module?: object | undefined;
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

const maxAnswerLength = 64 * 1024;

/** What the code has left as its answer: a text, of which nothing is certain, as the code may have written anything there. */
export function readAnswer(text: string): SandboxAnswer {
  if (text.length > maxAnswerLength) {
    return failed(
      `Expected a result of at most ${maxAnswerLength} characters, got ${text.length}.`,
    );
  }
  const { kind, json, message } = Object(parseJson(text)) as Record<string, unknown>;
  if (kind !== "returned") return failed(String(message));
  return typeof json === "string" && parseJson(json) !== undefined
    ? { kind, json }
    : failed("Expected a result that is JSON, and the evaluator changed how that is written.");
}

export function failed(message: string): SandboxAnswer {
  return { kind: "failed", message };
}

/** Undefined where it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whoever wrote it is told.
    return undefined;
  }
}
