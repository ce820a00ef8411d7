import { z } from "zod";

import type { AccessOperations } from "../../operations/access.js";
import {
  apiKeyInputSchema,
  apiKeySchema,
  auditEntrySchema,
  projectInputSchema,
  projectItemSchema,
  projectUpdateSchema,
} from "../access.js";
import type { SchemasOf } from "./schemas-of.js";

const done = z.object({ success: z.literal(true) });

export const accessSchemas: SchemasOf<AccessOperations> = {
  listProjects: {
    query: z.object({ name: z.string().optional() }),
    response: z.array(projectItemSchema),
  },
  createProject: { body: projectInputSchema, response: projectItemSchema },
  updateProject: {
    body: projectUpdateSchema,
    response: done.extend({ name: z.string() }),
  },
  deleteProject: { query: z.object({ name: z.string() }), response: done },
  listKeys: {
    query: z.object({ project: z.string().optional() }),
    response: z.object({ keys: z.array(apiKeySchema) }),
  },
  createKey: {
    body: apiKeyInputSchema,
    response: z.object({ key: apiKeySchema, api_key: z.string() }),
  },
  revokeKey: { query: z.object({ project: z.string().optional() }), response: done },
  listAudit: {
    query: z.object({
      page: z.number().int().min(1).optional(),
      limit: z.number().int().min(1).max(1000).optional(),
    }),
    response: z.object({ entries: z.array(auditEntrySchema) }),
  },
};
