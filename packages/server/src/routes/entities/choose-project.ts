import type { ProjectUpdate } from "@honeyhive/contract";

import type { Grant } from "../../auth/grant.js";
import { projectsScope } from "../../auth/project-directory.js";
import type { Project } from "../../lib/project.js";
import { HttpError } from "../../lib/http-error.js";
import type { Services } from "../../services.js";

/** The key's own project, unless the server's own key names another. */
export async function chooseProject(
  { project, isOperator }: Grant,
  { projects }: Services,
  name: string | undefined,
): Promise<Project> {
  if (name === undefined || name === project.name) return project;
  if (!isOperator) throw foreignProject(project.name);
  const found = await projects.findProject(name);
  if (found === undefined) throw unknownProject("name", name, "project");
  return found;
}

/** Newer clients give the name, the oldest the id, some both. */
export async function chooseProjectByIdOrName(
  grant: Grant,
  services: Services,
  { project_id: id, name }: Pick<ProjectUpdate, "project_id" | "name">,
): Promise<Project> {
  if (id === undefined && name === undefined) {
    throw invalidName("Expected `project_id` or `name` to say which project, got neither.");
  }
  if (id === undefined) return chooseProject(grant, services, name);
  if (id !== grant.project.id && !grant.isOperator) throw foreignProject(grant.project.name);
  const found = await services.entities.find(projectsScope, id);
  if (found === undefined) throw unknownProject("id", id, "project_id");
  if (name === undefined || name === found.name) return { id, name: found.name };
  throw invalidName(
    `Expected \`name\` to be that of the project, \`${found.name}\`, got \`${name}\`. Names of projects stay.`,
  );
}

function invalidName(message: string): HttpError {
  return new HttpError(400, "INVALID_REQUEST", message, { field: "name" });
}

function unknownProject(what: string, given: string, field: string): HttpError {
  return new HttpError(
    404,
    "PROJECT_NOT_FOUND",
    `Expected the ${what} of a project, got \`${given}\`. List them with GET /v1/projects.`,
    { field },
  );
}

/** Says the same whether there is such a project or not. */
function foreignProject(ownName: string): HttpError {
  return new HttpError(
    403,
    "FORBIDDEN_PROJECT",
    `Expected the key's own project, \`${ownName}\`, got another. Only the server's own key reaches other projects.`,
    { field: "project" },
  );
}
