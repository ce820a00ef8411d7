import type { JsonObject } from "./event.js";

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

/** As the database of the first generations answered. */
export interface UpdatedConfiguration {
  readonly acknowledged: boolean;
  readonly modifiedCount: number;
  readonly matchedCount: number;
  readonly upsertedId: string | null;
  readonly upsertedCount: number;
}
