import { HttpError } from "../http-error.js";
import type { Project, ProjectDirectory } from "./project-directory.js";

/** The project that the request's key opens. */
export async function authenticate(headers: Headers, projects: ProjectDirectory): Promise<Project> {
  const key = /^Bearer\s+(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (key === undefined) {
    throw unauthorized(
      "got none. Send it, or set HH_API_KEY; `honeyhive dev` prints the local key",
    );
  }
  const project = await projects.findByKey(key);
  if (project !== undefined) return project;
  throw unauthorized(
    `got a key that this server does not know (\`${key.slice(0, 4)}…\`). Use the key that \`honeyhive dev\` prints`,
  );
}

function unauthorized(problem: string): HttpError {
  return new HttpError(
    401,
    "UNAUTHORIZED",
    `Expected \`Authorization: Bearer <API key>\`, ${problem}.`,
    { headers: { "www-authenticate": "Bearer" } },
  );
}
