import { route, type Routes } from "./route.js";

/** A project that the local UI may open, with the key that selects it. Served on loopback without proxies. */
export interface LocalProject {
  readonly project_id: string;
  readonly name: string;
  readonly api_key: string;
}

export interface Health {
  readonly status: "ok" | "degraded";
  readonly version: string;
  readonly store: {
    readonly engine: string;
    readonly ready: boolean;
    /** Of a cluster: numbers of the shards that do not answer. Requests that need them are 503. */
    readonly shards_down?: readonly number[] | undefined;
    /** Its disk is: questions are answered, and what is sent is 503 until there is room. */
    readonly full?: boolean | undefined;
  };
}

/** What runs behind an address. */
export interface About {
  readonly name: "honeyhive";
  readonly version: string;
  /** Version of the tables. */
  readonly schema_version: number;
  /** The engine that keeps them. */
  readonly store: string;
  /** Version of Node. */
  readonly node: string;
}

export interface SystemOperations {
  getHealth: { response: Health };
  getReadiness: { response: Health };
  getAbout: { response: About };
  listLocalProjects: { response: { readonly projects: readonly LocalProject[] } };
}

export const systemRoutes: Routes<SystemOperations> = {
  getHealth: route("GET /health", "Whether the server answers, and how its store is.", {
    access: "public",
  }),
  getReadiness: route(
    "GET /ready",
    "Whether requests may be sent: 503 while the store takes none, or the server is stopping.",
    { access: "public" },
  ),
  getAbout: route("GET /about", "Versions of the server and of its tables.", { access: "public" }),
  listLocalProjects: route(
    "GET /local/projects",
    "The projects that the UI on this machine may open. 404 unless the server listens on loopback without proxies.",
    { access: "public" },
  ),
};
