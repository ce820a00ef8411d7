import type { JsonObject } from "./events/event.js";

export const toolTypes = ["function", "tool"] as const;

/** Body of `POST /tools`: a function that a model may call. `task` is the project, for the oldest clients. */
export interface ToolInput {
  readonly task?: string | undefined;
  readonly name: string;
  readonly description?: string | undefined;
  /** JSON Schema. */
  readonly parameters: JsonObject;
  readonly type?: (typeof toolTypes)[number] | undefined;
}

/** What is not named stays. */
export type ToolUpdate = { readonly [Field in keyof ToolInput]?: ToolInput[Field] | undefined } & {
  readonly id: string;
};

export interface Tool {
  readonly id: string;
  /** The same as `id`, for older clients. */
  readonly _id: string;
  readonly task: string;
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonObject;
  readonly tool_type: (typeof toolTypes)[number];
  readonly created_at: string;
  readonly updated_at: string;
}
