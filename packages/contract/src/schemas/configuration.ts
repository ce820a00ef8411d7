import { z } from "zod";

import {
  configurationEnvironments,
  configurationTypes,
  type Configuration,
  type ConfigurationInput,
  type ConfigurationUpdate,
  type RunConfigurationRequest,
  type RunConfigurationResponse,
} from "../configuration.js";
import { jsonObjectSchema } from "./event.js";

const parametersSchema = z.looseObject({
  call_type: z.enum(["chat", "completion"]),
  model: z.string().min(1),
});

const fields = z.strictObject({
  name: z.string().trim().min(1).max(200),
  provider: z.string().min(1),
  parameters: parametersSchema,
  type: z.enum(configurationTypes).optional(),
  env: z.array(z.enum(configurationEnvironments)).optional(),
  tags: z.array(z.string()).optional(),
  user_properties: jsonObjectSchema.nullish(),
});

export const configurationInputSchema: z.ZodType<ConfigurationInput> = fields;

export const configurationUpdateSchema: z.ZodType<ConfigurationUpdate> = fields.partial();

export const configurationSchema: z.ZodType<Configuration> = z.object({
  id: z.string(),
  _id: z.string(),
  project: z.string(),
  name: z.string(),
  type: z.enum(configurationTypes),
  provider: z.string(),
  parameters: jsonObjectSchema,
  env: z.array(z.string()),
  tags: z.array(z.string()),
  user_properties: jsonObjectSchema.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});

export const runConfigurationRequestSchema: z.ZodType<RunConfigurationRequest> = z.strictObject({
  provider: z.string().optional(),
  parameters: parametersSchema,
  inputs: jsonObjectSchema.optional(),
});

const tokens = z.number().int().nonnegative().nullable();

export const runConfigurationResponseSchema: z.ZodType<RunConfigurationResponse> = z.object({
  message: z.object({
    role: z.string(),
    content: z.string().nullable(),
    refusal: z.string().nullable(),
    tool_calls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
  }),
  finish_reason: z.string().nullable(),
  model: z.string().nullable(),
  prompt_tokens: tokens,
  completion_tokens: tokens,
  cost_usd: z.number().nullable(),
  duration_ms: z.number(),
});
