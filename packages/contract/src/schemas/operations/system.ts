import { z } from "zod";

import type { SystemOperations } from "../../operations/system.js";
import type { SchemasOf } from "./schemas-of.js";

const health = z.object({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  store: z.object({
    engine: z.string(),
    ready: z.boolean(),
    shards_down: z.array(z.number().int()).optional(),
    full: z.boolean().optional(),
  }),
});

export const systemSchemas: SchemasOf<SystemOperations> = {
  getHealth: { response: health },
  getReadiness: { response: health },
  getAbout: {
    response: z.object({
      name: z.literal("honeyhive"),
      version: z.string(),
      schema_version: z.number().int(),
      store: z.string(),
      node: z.string(),
    }),
  },
  listLocalProjects: {
    response: z.object({
      projects: z.array(
        z.object({ project_id: z.string(), name: z.string(), api_key: z.string() }),
      ),
    }),
  },
};
