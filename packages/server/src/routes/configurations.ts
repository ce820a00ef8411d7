import {
  configurationEnvironments,
  configurationTypes,
  type Configuration,
} from "@honeyhive/contract";
import { configurationInputSchema, configurationUpdateSchema } from "@honeyhive/contract/schemas";

import type { Project } from "../auth/project-directory.js";
import { createObjectId } from "../datasets/object-id.js";
import { withoutUndefined } from "../datasets/to-dataset.js";
import type { EntityScope } from "../entities/entity-repository.js";
import type { Entity } from "../entities/entity-row.js";
import { HttpError } from "../http-error.js";
import { isJsonObject } from "../json.js";
import type { Services } from "../services.js";
import { parseBody, readList, readOneOf } from "./parse.js";
import type { RouteHandler, RouteRequest } from "./route-handler.js";

export const listConfigurations: RouteHandler = async (request, services) => ({
  configurations: await findConfigurations(request, services),
});

/** The oldest clients get a bare list. */
export const listConfigurationsLegacy: RouteHandler = findConfigurations;

async function findConfigurations(
  { query, project }: RouteRequest,
  { entities }: Services,
): Promise<Configuration[]> {
  const name = query.get("name") || undefined;
  const env = readOneOf(query, "env", configurationEnvironments);
  const tags = readList(query, "tags");
  const all = await entities.list(configurationsOf(project));
  return all
    .map((entity) => toConfiguration(entity, project))
    .filter(
      (configuration) =>
        (name === undefined || configuration.name === name) &&
        (env === undefined || configuration.env.includes(env)) &&
        tags.every((tag) => configuration.tags.includes(tag)),
    );
}

export const createConfiguration: RouteHandler = async (
  { readJson, project },
  { entities, clock },
) => {
  const { name, ...body } = parseBody(configurationInputSchema, await readJson());
  const id = createObjectId(clock() / 1000);
  await entities.save(configurationsOf(project), { id, name, body: withoutUndefined(body) });
  return { acknowledged: true, insertedId: id };
};

export const updateConfiguration: RouteHandler = async (request, services) => {
  const { name, ...body } = parseBody(configurationUpdateSchema, await request.readJson());
  const known = await requireConfiguration(request, services);
  await services.entities.save(configurationsOf(request.project), {
    ...known,
    name: name ?? known.name,
    body: { ...known.body, ...withoutUndefined(body) },
  });
  return {
    acknowledged: true,
    modifiedCount: 1,
    matchedCount: 1,
    upsertedId: null,
    upsertedCount: 0,
  };
};

export const deleteConfiguration: RouteHandler = async (request, services) => {
  const known = await requireConfiguration(request, services);
  await services.entities.remove(configurationsOf(request.project), [known]);
  return { acknowledged: true, deletedCount: 1 };
};

function configurationsOf(project: Project): EntityScope {
  return { projectId: project.id, kind: "configuration" };
}

async function requireConfiguration(
  { params, project }: RouteRequest,
  { entities }: Services,
): Promise<Entity> {
  const id = params["configuration_id"] ?? "";
  const known = await entities.find(configurationsOf(project), id);
  if (known !== undefined) return known;
  throw new HttpError(
    404,
    "CONFIGURATION_NOT_FOUND",
    `Expected a configuration of project \`${project.name}\`, got the unknown id \`${id}\`. ` +
      "List the configurations with GET /v1/configurations, and check the API key's project.",
  );
}

function toConfiguration(entity: Entity, project: Project): Configuration {
  const { type, provider, parameters, env, tags, user_properties } = entity.body;
  return {
    id: entity.id,
    _id: entity.id,
    project: project.name,
    name: entity.name,
    type: configurationTypes.find((known) => known === type) ?? "LLM",
    provider: String(provider),
    parameters: isJsonObject(parameters) ? parameters : {},
    env: Array.isArray(env) ? env.map(String) : [],
    tags: Array.isArray(tags) ? tags.map(String) : [],
    user_properties: isJsonObject(user_properties) ? user_properties : null,
    created_at: new Date(entity.createdAtMs).toISOString(),
    updated_at: new Date(entity.updatedAtMs).toISOString(),
  };
}
