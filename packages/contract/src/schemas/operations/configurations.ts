import { z } from "zod";

import type { ConfigurationOperations } from "../../operations/configurations.js";
import {
  configurationInputSchema,
  configurationSchema,
  configurationUpdateSchema,
  runConfigurationRequestSchema,
  runConfigurationResponseSchema,
} from "../configuration.js";
import type { SchemasOf } from "./schemas-of.js";

const acknowledged = z.boolean();
const query = z.object({
  name: z.string().optional(),
  env: z.string().optional(),
  tags: z.array(z.string()).optional(),
});

export const configurationSchemas: SchemasOf<ConfigurationOperations> = {
  listConfigurations: {
    query,
    response: z.object({ configurations: z.array(configurationSchema) }),
  },
  listConfigurationsLegacy: { query, response: z.array(configurationSchema) },
  createConfiguration: {
    body: configurationInputSchema,
    response: z.object({ acknowledged, insertedId: z.string() }),
  },
  updateConfiguration: {
    body: configurationUpdateSchema,
    response: z.object({
      acknowledged,
      modifiedCount: z.number().int(),
      matchedCount: z.number().int(),
      upsertedId: z.string().nullable(),
      upsertedCount: z.number().int(),
    }),
  },
  deleteConfiguration: {
    response: z.object({ acknowledged, deletedCount: z.number().int() }),
  },
  runConfiguration: {
    body: runConfigurationRequestSchema,
    response: runConfigurationResponseSchema,
  },
};
