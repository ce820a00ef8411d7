import type {
  ApiKey,
  ApiKeyInput,
  AuditEntry,
  CreatedApiKey,
  ProjectInput,
  ProjectItem,
  ProjectUpdate,
} from "../access.js";
import { route, type Routes } from "./route.js";

interface Done {
  readonly success: true;
}

export interface AccessOperations {
  listProjects: { query: { name?: string | undefined }; response: readonly ProjectItem[] };
  createProject: { body: ProjectInput; response: ProjectItem };
  /** `name` is that of the project, also where its id was given. */
  updateProject: { body: ProjectUpdate; response: Done & { readonly name: string } };
  deleteProject: { query: { name: string }; response: Done };
  listKeys: {
    query: { project?: string | undefined };
    response: { readonly keys: readonly ApiKey[] };
  };
  createKey: { body: ApiKeyInput; response: CreatedApiKey };
  revokeKey: {
    params: { key_id: string };
    query: { project?: string | undefined };
    response: Done;
  };
  listAudit: {
    query: { page?: number | undefined; limit?: number | undefined };
    response: { readonly entries: readonly AuditEntry[] };
  };
}

export const accessRoutes: Routes<AccessOperations> = {
  listProjects: route(
    "GET /v1/projects",
    "The project of the key; all, for the server's own key.",
    {
      aliases: ["/projects"],
    },
  ),
  createProject: route("POST /v1/projects", "Creates a project. For the server's own key.", {
    aliases: ["/projects"],
    access: "admin",
  }),
  updateProject: route(
    "PUT /v1/projects",
    "Changes description and type of the project that `project_id` or `name` names.",
    {
      aliases: ["/projects"],
      access: "admin",
    },
  ),
  deleteProject: route(
    "DELETE /v1/projects",
    "Deletes a project with its keys and all that it holds, for good.",
    { aliases: ["/projects"], access: "admin" },
  ),
  listKeys: route("GET /v1/keys", "The keys of a project, without the keys themselves.", {
    access: "admin",
  }),
  createKey: route("POST /v1/keys", "Creates a key, and shows it this once.", {
    access: "admin",
    status: 201,
  }),
  revokeKey: route(
    "DELETE /v1/keys/{key_id}",
    "Revokes a key: at once here, within half a minute on other servers over the same store.",
    { access: "admin" },
  ),
  listAudit: route(
    "GET /v1/audit",
    "What was administered and deleted with keys of the project, latest first.",
    {
      access: "admin",
    },
  ),
};
