import { z } from "zod";

import { toolTypes, type Tool, type ToolInput, type ToolUpdate } from "../tool.js";
import { jsonObjectSchema } from "./event.js";
import { ownIdSchema } from "./id.js";

const input = z.object({
  task: z.string().optional(),
  name: z.string().trim().min(1).max(200),
  description: z.string().optional(),
  parameters: jsonObjectSchema,
  type: z.enum(toolTypes).optional(),
});

export const toolInputSchema: z.ZodType<ToolInput> = input;

export const toolUpdateSchema: z.ZodType<ToolUpdate> = input.partial().extend({ id: ownIdSchema });

export const toolSchema: z.ZodType<Tool> = z.object({
  id: z.string(),
  _id: z.string(),
  task: z.string(),
  name: z.string(),
  description: z.string(),
  parameters: jsonObjectSchema,
  tool_type: z.enum(toolTypes),
  created_at: z.string(),
  updated_at: z.string(),
});
