import { route, type Routes } from "./route.js";

/** A project that the local UI may open, with the key that selects it. Served on loopback only. */
export interface LocalProject {
  readonly project_id: string;
  readonly name: string;
  readonly api_key: string;
}

export interface Health {
  readonly status: "ok" | "degraded";
  readonly version: string;
  readonly store: { readonly engine: string; readonly ready: boolean };
}

export interface SystemOperations {
  getHealth: { response: Health };
  listLocalProjects: { response: { readonly projects: readonly LocalProject[] } };
}

export const systemRoutes: Routes<SystemOperations> = {
  getHealth: route("GET /health", "Whether the server works; 503 when its store does not.", {
    access: "public",
  }),
  listLocalProjects: route(
    "GET /local/projects",
    "The projects that the UI on this machine may open. 404 unless the server listens on loopback.",
    { access: "public" },
  ),
};
