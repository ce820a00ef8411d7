import { z } from "zod";

import type { ToolOperations } from "../../operations/tools.js";
import { toolInputSchema, toolSchema, toolUpdateSchema } from "../tool.js";
import type { SchemasOf } from "./schemas-of.js";

export const toolSchemas: SchemasOf<ToolOperations> = {
  listTools: { response: z.array(toolSchema) },
  createTool: {
    body: toolInputSchema,
    response: z.object({ inserted: z.boolean(), result: z.object({ insertedId: z.string() }) }),
  },
  updateTool: { body: toolUpdateSchema, response: z.object({ updated: z.boolean() }) },
  deleteTool: {
    query: z.object({ function_id: z.string() }),
    response: z.object({ deleted: z.boolean() }),
  },
};
