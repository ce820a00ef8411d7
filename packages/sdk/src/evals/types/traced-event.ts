/** What was traced of the function of a case: a call of a model or a tool, or a part of the program. */
export interface TracedEvent {
  /** Of a tool its own, also where a framework calls its span otherwise. */
  readonly name: string;
  /** Spans of other libraries are what they say they are; `chain` where they do not say it. */
  readonly type: "model" | "tool" | "chain";
  /** By the names of parameters, as they were recorded: a value that was too large was cut. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What a traced function returned is `result`. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The message; undefined of what has not failed. */
  readonly error: string | undefined;
  readonly durationMs: number;
}
