import { toolTypes, type Tool } from "@honeyhive/contract";
import { operationSchemas } from "@honeyhive/contract/schemas";

import { timesOf, type CollectionKind } from "../../entities/entity-collection.js";
import { isJsonObject } from "../../lib/json.js";
import { parseBody, readNames } from "../request/parse.js";
import type { RouteHandler } from "../route-handler.js";

export const toolKind: CollectionKind<Tool> = {
  kind: "tool",
  noun: "a tool",
  notFound: "TOOL_NOT_FOUND",
  path: "/v1/tools",
  toItem: (entity, project) => {
    const { description, parameters, type, task } = entity.body;
    return {
      id: entity.id,
      _id: entity.id,
      task: typeof task === "string" ? task : project.name,
      name: entity.name,
      description: typeof description === "string" ? description : "",
      parameters: isJsonObject(parameters) ? parameters : {},
      tool_type: toolTypes.find((known) => known === type) ?? "function",
      ...timesOf(entity),
    };
  },
};

export const listTools: RouteHandler = ({ project }, { tools }) => tools.list(project);

export const createTool: RouteHandler = async ({ readJson, project, ids }, { tools }) => {
  const { name, ...body } = parseBody(operationSchemas.createTool.body, await readJson());
  const { id } = await tools.create(project, name, body, ids);
  return { inserted: true, result: { insertedId: id } };
};

export const updateTool: RouteHandler = async ({ readJson, project }, { tools }) => {
  const { id, name, ...body } = parseBody(operationSchemas.updateTool.body, await readJson());
  await tools.change(project, id, { name, body });
  return { updated: true };
};

export const deleteTool: RouteHandler = async ({ query, project }, { tools }) => {
  const { function_id } = readNames(query, ["function_id"]);
  await tools.remove(project, function_id ?? "");
  return { deleted: true };
};
