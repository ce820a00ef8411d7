import { operationSchemas } from "@honeyhive/contract/schemas";

import { HttpError } from "../../lib/http-error.js";
import { parseBody, readInteger } from "../request/parse.js";
import type { RouteHandler } from "../route-handler.js";
import { chooseProject } from "./choose-project.js";

export const listKeys: RouteHandler = async ({ query, grant }, services) => {
  const project = await chooseProject(grant, services, query.get("project") || undefined);
  return { keys: await services.projects.listKeys(project) };
};

/** Nobody makes a key that may do more than their own. */
export const createKey: RouteHandler = async ({ readJson, grant }, services) => {
  const given = parseBody(operationSchemas.createKey.body, await readJson());
  const project = await chooseProject(grant, services, given.project);
  const scopes = [...new Set(given.scopes ?? (["read", "write"] as const))];
  const tooMuch = scopes.find((scope) => !grant.scopes.includes(scope));
  if (tooMuch !== undefined) {
    throw new HttpError(
      403,
      "FORBIDDEN_SCOPE",
      `Expected scopes that the asking key has (${grant.scopes.join(", ")}), got \`${tooMuch}\`.`,
      { field: "scopes" },
    );
  }
  const { key, secret } = await services.projects.createKey(project, { label: given.name, scopes });
  return { key, api_key: secret };
};

export const revokeKey: RouteHandler = async ({ params, grant, query }, services) => {
  const project = await chooseProject(grant, services, query.get("project") || undefined);
  const keyId = params["key_id"] ?? "";
  if (await services.projects.revokeKey(project, keyId)) return { success: true };
  throw new HttpError(
    404,
    "KEY_NOT_FOUND",
    `Expected a key of project \`${project.name}\`, got the unknown id \`${keyId}\`. List them with GET /v1/keys.`,
  );
};

export const listAudit: RouteHandler = async ({ query, grant }, { audit }) => ({
  entries: await audit.list(grant, {
    page: readInteger(query, "page", { default: 1, min: 1, max: 1_000_000 }),
    limit: readInteger(query, "limit", { default: 100, min: 1, max: 1000 }),
  }),
});
