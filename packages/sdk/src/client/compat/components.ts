export type {
  Configuration,
  Datapoint,
  Dataset,
  Event,
  EventFilter,
  EventInput,
  EventUpdate,
  ExperimentRun,
  SessionInput,
} from "@honeyhive/contract";

/** Values that older programs name instead of writing them out. */
export const EventType = {
  Session: "session",
  Model: "model",
  Tool: "tool",
  Chain: "chain",
} as const;

export const CreateEventRequestEventType = {
  Model: "model",
  Tool: "tool",
  Chain: "chain",
} as const;

export const Operator = {
  Is: "is",
  IsNot: "is not",
  Contains: "contains",
  NotContains: "not contains",
  GreaterThan: "greater than",
} as const;

export const Type = {
  String: "string",
  Number: "number",
  Boolean: "boolean",
  Id: "id",
} as const;

export const Status = { Pending: "pending", Completed: "completed" } as const;

export const Env = { Dev: "dev", Staging: "staging", Prod: "prod" } as const;
