import type { Grant } from "../auth/grant.js";
import type { Project } from "../lib/project.js";
import type { BufferPool } from "../lib/buffer-pool.js";
import type { DerivedIds } from "../lib/derived-ids.js";
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
  /** A large body that came uncompressed is read into `memory`, where that is given. */
  readonly readBody: (memory?: BufferPool) => Promise<Uint8Array>;
  /** Where what is made gets its ids from when the request may come again; random ones otherwise. */
  readonly ids: DerivedIds | undefined;
  /** The body as parsed JSON. */
  readonly readJson: () => Promise<unknown>;
}

/** What is returned is sent as JSON, unless it is a response already. */
export type RouteHandler = (request: RouteRequest, services: Services) => Promise<object>;
