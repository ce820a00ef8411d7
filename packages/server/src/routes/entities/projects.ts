import { projectTypes, type ProjectItem } from "@honeyhive/contract";
import { operationSchemas } from "@honeyhive/contract/schemas";

import { projectsScope } from "../../auth/project-directory.js";
import { projectIdOf, type Project } from "../../lib/project.js";
import { timesOf, withoutUndefined } from "../../entities/entity-collection.js";
import type { Entity } from "../../entities/entity-row.js";
import { HttpError } from "../../lib/http-error.js";
import { eraseProject } from "../../queries/erase-project.js";
import { findLeftovers } from "../../queries/find-leftovers.js";
import { parseBody, readNames } from "../request/parse.js";
import type { Services } from "../../services.js";
import type { RouteHandler } from "../route-handler.js";
import { chooseProject, chooseProjectByIdOrName } from "./choose-project.js";

export const listProjects: RouteHandler = async ({ query, grant }, { entities }) => {
  const name = query.get("name") || undefined;
  const all = grant.isOperator
    ? await entities.list(projectsScope)
    : await entities.findMany(projectsScope, [grant.project.id]);
  return all.filter((entity) => (name ?? entity.name) === entity.name).map(toProjectItem);
};

export const createProject: RouteHandler = async ({ readJson, grant }, services) => {
  const { name, ...body } = parseBody(operationSchemas.createProject.body, await readJson());
  if (!grant.isOperator) {
    throw new HttpError(
      403,
      "FORBIDDEN_PROJECT",
      "Expected the server's own key, got that of a project. Only the server's own key makes projects.",
    );
  }
  const id = projectIdOf(name);
  return services.projects.inTurn(id, async () => {
    if ((await services.projects.findProject(name)) !== undefined) throw projectExists(name);
    await eraseLeftovers(services, { id, name });
    const saved = { id, name, body: withoutUndefined(body) };
    return toProjectItem(await services.entities.save(projectsScope, saved));
  });
};

/** What other servers took after they deleted the project of this name: they remember its keys for a while. */
async function eraseLeftovers({ projects, store }: Services, project: Project): Promise<void> {
  if (await projects.isInUse(project.id)) return;
  if ((await store.select(findLeftovers(project.id))).length === 0) return;
  for (const { sql, ...statement } of eraseProject(project.id)) {
    await store.run({ ...statement, sql: `${sql} SETTINGS mutations_sync = 1` });
  }
}

function projectExists(name: string): HttpError {
  return new HttpError(
    409,
    "PROJECT_EXISTS",
    `Expected a name that no project has, got \`${name}\`. Choose another, or use the project that is there.`,
    { field: "name" },
  );
}

/** Names stay: the id of a project follows from its name. */
export const updateProject: RouteHandler = async ({ readJson, grant }, services) => {
  const given = parseBody(operationSchemas.updateProject.body, await readJson());
  const { project_id: _id, name: _name, ...body } = given;
  const project = await chooseProjectByIdOrName(grant, services, given);
  await services.projects.inTurn(project.id, async () => {
    const [known] = await services.entities.findMany(projectsScope, [project.id]);
    await services.entities.save(projectsScope, {
      ...project,
      body: { ...known?.body, ...withoutUndefined(body) },
      replaces: known,
    });
  });
  return { success: true, name: project.name };
};

export const deleteProject: RouteHandler = async ({ query, grant }, services) => {
  const { name } = readNames(query, ["name"]);
  const project = await chooseProject(grant, services, name);
  if (grant.isOperator && project.id === grant.project.id) {
    throw new HttpError(
      409,
      "INVALID_REQUEST",
      `Expected a project other than that of the server's own key, got \`${project.name}\`. Delete what it holds instead.`,
      { field: "name" },
    );
  }
  // First the keys: from then on nobody sees what is being deleted. What others add to it for a while goes later.
  await services.lateDeletions.note({ projectId: project.id });
  await services.projects.deleteProject(project);
  for (const statement of eraseProject(project.id)) await services.store.run(statement);
  services.sessions.forgetProject(project.id);
  services.patches.forgetProject(project.id);
  return { success: true };
};

function toProjectItem(entity: Entity): ProjectItem {
  const { description, type } = entity.body;
  return {
    id: entity.id,
    name: entity.name,
    description: typeof description === "string" ? description : "",
    type: projectTypes.find((known) => known === type) ?? "evaluation",
    org_id: "local",
    ...timesOf(entity),
  };
}
