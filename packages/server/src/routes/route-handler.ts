import type { Grant } from "../auth/grant.js";
import type { Project } from "../auth/project.js";
import type { Services } from "../services.js";

/** One request to one operation, after routing and authentication. */
export interface RouteRequest {
  /** What the request's key opens. */
  readonly grant: Grant;
  /** The grant's project: what the request is about. */
  readonly project: Project;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly raw: Request;
  readonly readBody: () => Promise<Uint8Array>;
  /** The body as parsed JSON. */
  readonly readJson: () => Promise<unknown>;
}

/** What is returned is sent as JSON, unless it is a response already. */
export type RouteHandler = (request: RouteRequest, services: Services) => Promise<object>;
