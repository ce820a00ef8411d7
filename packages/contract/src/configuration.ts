import type { JsonObject } from "./events/event.js";

export const configurationTypes = ["LLM", "pipeline"] as const;
export const configurationEnvironments = ["dev", "staging", "prod"] as const;

/** Body of `POST /v1/configurations`: a model or pipeline with its parameters, kept under a name. */
export interface ConfigurationInput {
  readonly name: string;
  readonly provider: string;
  /** At least `call_type` and `model`. */
  readonly parameters: JsonObject;
  readonly type?: (typeof configurationTypes)[number] | undefined;
  readonly env?: readonly (typeof configurationEnvironments)[number][] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly user_properties?: JsonObject | null | undefined;
}

/** What is not named stays. */
export type ConfigurationUpdate = {
  readonly [Field in keyof ConfigurationInput]?: ConfigurationInput[Field] | undefined;
};

export interface Configuration {
  readonly id: string;
  /** The same as `id`, for older clients. */
  readonly _id: string;
  readonly project: string;
  readonly name: string;
  readonly type: (typeof configurationTypes)[number];
  readonly provider: string;
  readonly parameters: JsonObject;
  readonly env: readonly string[];
  readonly tags: readonly string[];
  readonly user_properties: JsonObject | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/**
 * Body of `POST /v1/configurations/run`: what a configuration holds, stored or not, and what fills the `{{variables}}` of
 * its template.
 */
export interface RunConfigurationRequest {
  /** Who sells the model, as far as prices depend on it. */
  readonly provider?: string | undefined;
  readonly parameters: JsonObject;
  readonly inputs?: JsonObject | undefined;
}

/** A model's answer to a configuration, and what it took. Null is what the model's API did not say. */
export interface RunConfigurationResponse {
  readonly message: AnswerMessage;
  /** `stop`, `length`, `tool_calls` and the like. */
  readonly finish_reason: string | null;
  /** The one that answered. */
  readonly model: string | null;
  readonly prompt_tokens: number | null;
  readonly completion_tokens: number | null;
  /** US dollars, by the server's prices; null where they do not have the model. */
  readonly cost_usd: number | null;
  readonly duration_ms: number;
}

export interface AnswerMessage {
  readonly role: string;
  readonly content: string | null;
  /** Why the model answers nothing else, in its words. */
  readonly refusal: string | null;
  readonly tool_calls: readonly AnswerToolCall[];
}

export interface AnswerToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON, as far as the model keeps to it. */
  readonly arguments: string;
}

/** As the database of the first generations answered. */
export interface UpdatedConfiguration {
  readonly acknowledged: boolean;
  readonly modifiedCount: number;
  readonly matchedCount: number;
  readonly upsertedId: string | null;
  readonly upsertedCount: number;
}
