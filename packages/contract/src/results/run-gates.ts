import type { JsonObject } from "../events/event.js";

/** A rule that a run was judged by. */
export interface RunGate {
  readonly metric: string;
  readonly hasPassed: boolean;
  /** What was expected and what came. */
  readonly message: string;
}

/** The gates of a run, as its client has told them; none where it has said nothing of them. */
export function runGates({ gates }: JsonObject): RunGate[] {
  return Array.isArray(gates) ? gates.filter(isGate) : [];
}

function isGate(entry: unknown): entry is RunGate {
  if (typeof entry !== "object" || entry === null) return false;
  const { metric, hasPassed, message } = entry as Partial<Record<keyof RunGate, unknown>>;
  return (
    typeof metric === "string" && typeof hasPassed === "boolean" && typeof message === "string"
  );
}
