import { operationSchemas } from "@honeyhive/contract/schemas";

import { parseBody } from "../request/parse.js";
import type { RouteHandler } from "../route-handler.js";

export const runConfiguration: RouteHandler = async ({ readJson }, { prompts }) =>
  prompts.run(parseBody(operationSchemas.runConfiguration.body, await readJson()));
