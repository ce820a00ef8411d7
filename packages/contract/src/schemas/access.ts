import { z } from "zod";

import {
  keyScopes,
  projectTypes,
  type ApiKey,
  type ApiKeyInput,
  type AuditEntry,
  type ProjectInput,
  type ProjectItem,
  type ProjectUpdate,
} from "../access.js";

const name = z.string().trim().min(1).max(200);
const scopes = z.array(z.enum(keyScopes)).min(1);
const type = z.enum(projectTypes);

export const apiKeyInputSchema: z.ZodType<ApiKeyInput> = z.strictObject({
  name,
  scopes: scopes.optional(),
  project: name.optional(),
});

export const apiKeySchema: z.ZodType<ApiKey> = z.object({
  key_id: z.string(),
  name: z.string(),
  project: z.string(),
  scopes,
  prefix: z.string(),
  created_at: z.string(),
});

const projectInput = z.object({
  name,
  description: z.string().max(1000).optional(),
  type: type.optional(),
});

export const projectInputSchema: z.ZodType<ProjectInput> = projectInput;

export const projectUpdateSchema: z.ZodType<ProjectUpdate> = projectInput.extend({
  name: name.optional(),
  project_id: z.string().min(1).optional(),
});

export const projectItemSchema: z.ZodType<ProjectItem> = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  type,
  org_id: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
});

export const auditEntrySchema: z.ZodType<AuditEntry> = z.object({
  id: z.string(),
  at: z.string(),
  action: z.string(),
  key_id: z.string(),
  target: z.record(z.string(), z.string()),
  outcome: z.string(),
});
