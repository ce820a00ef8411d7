import type { LocalProject } from "@honeyhive/contract";

import { HttpError } from "../lib/http-error.js";
import type { Services } from "../services.js";

/** The projects whose keys this process was given. Keys of other projects are known as hashes only. */
export function listLocalProjects({ options, localProjects }: Services): Response {
  if (!options.localAccess) {
    throw new HttpError(
      404,
      "NOT_FOUND",
      "Expected a server with local access, got one without. Open the UI with an API key.",
    );
  }
  const projects: readonly LocalProject[] = localProjects;
  return Response.json({ projects });
}
