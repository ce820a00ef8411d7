import { z } from "zod";

import type { SystemOperations } from "../../operations/system.js";
import type { SchemasOf } from "./schemas-of.js";

export const systemSchemas: SchemasOf<SystemOperations> = {
  getHealth: {
    response: z.object({
      status: z.enum(["ok", "degraded"]),
      version: z.string(),
      store: z.object({ engine: z.string(), ready: z.boolean() }),
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
