import type { IncomingMessage } from "node:http";

import type { LocalProject } from "@honeyhive/contract";

import { isOfThisMachine } from "../../auth/is-of-this-machine.js";
import { HttpError } from "../../lib/http-error.js";
import type { Services } from "../../services.js";

/** The projects whose keys this process was given. Keys of other projects are known as hashes only. */
export function listLocalProjects(
  { options, localProjects }: Services,
  incoming: IncomingMessage,
): Response {
  // Where there are proxies, somebody has said that they may.
  const mayList = isOfThisMachine(incoming, options) || !options.isLocal;
  if (!options.localAccess || !mayList) {
    throw new HttpError(
      404,
      "NOT_FOUND",
      "Expected a server with local access, got one without. Open the UI with an API key.",
    );
  }
  const projects: readonly LocalProject[] = localProjects;
  return Response.json({ projects });
}
