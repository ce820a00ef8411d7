import {
  configurationEnvironments,
  configurationTypes,
  type Configuration,
} from "@honeyhive/contract";
import { configurationInputSchema, configurationUpdateSchema } from "@honeyhive/contract/schemas";

import { timesOf, type CollectionKind } from "../../entities/entity-collection.js";
import { isJsonObject } from "../../lib/json.js";
import type { Services } from "../../services.js";
import { isUnversioned, parseKnown } from "../request/known-fields.js";
import { readList, readOneOf } from "../request/parse.js";
import type { RouteHandler, RouteRequest } from "../route-handler.js";

export const configurationKind: CollectionKind<Configuration> = {
  kind: "configuration",
  noun: "a configuration",
  notFound: "CONFIGURATION_NOT_FOUND",
  path: "/v1/configurations",
  toItem: (entity, project) => {
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
      ...timesOf(entity),
    };
  },
};

export const listConfigurations: RouteHandler = async (request, services) => ({
  configurations: await findConfigurations(request, services),
});

/** The oldest clients get a bare list. */
export const listConfigurationsLegacy: RouteHandler = findConfigurations;

async function findConfigurations(
  { query, project }: RouteRequest,
  { configurations }: Services,
): Promise<Configuration[]> {
  const name = query.get("name") || undefined;
  const env = readOneOf(query, "env", configurationEnvironments);
  const tags = readList(query, "tags");
  const all = await configurations.list(project);
  return all.filter(
    (configuration) =>
      (name === undefined || configuration.name === name) &&
      (env === undefined || configuration.env.includes(env)) &&
      tags.every((tag) => configuration.tags.includes(tag)),
  );
}

export const createConfiguration: RouteHandler = async (
  { raw, readJson, project, ids },
  { configurations },
) => {
  const input = parseKnown(configurationInputSchema, await readJson(), isUnversioned(raw));
  const { name, ...body } = input;
  const { id } = await configurations.create(project, name, body, ids);
  return { acknowledged: true, insertedId: id };
};

export const updateConfiguration: RouteHandler = async (
  { raw, readJson, project, params },
  { configurations },
) => {
  const input = parseKnown(configurationUpdateSchema, await readJson(), isUnversioned(raw));
  const { name, ...body } = input;
  await configurations.change(project, params["configuration_id"] ?? "", { name, body });
  return {
    acknowledged: true,
    modifiedCount: 1,
    matchedCount: 1,
    upsertedId: null,
    upsertedCount: 0,
  };
};

export const deleteConfiguration: RouteHandler = async (
  { project, params },
  { configurations },
) => {
  await configurations.remove(project, params["configuration_id"] ?? "");
  return { acknowledged: true, deletedCount: 1 };
};
