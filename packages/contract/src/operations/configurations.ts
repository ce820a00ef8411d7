import type {
  Configuration,
  ConfigurationInput,
  ConfigurationUpdate,
  RunConfigurationRequest,
  RunConfigurationResponse,
  UpdatedConfiguration,
} from "../configuration.js";
import { route, type Routes } from "./route.js";

interface ConfigurationsQuery {
  name?: string | undefined;
  env?: string | undefined;
  tags?: readonly string[] | undefined;
}

export interface ConfigurationOperations {
  listConfigurations: {
    query: ConfigurationsQuery;
    response: { readonly configurations: readonly Configuration[] };
  };
  listConfigurationsLegacy: { query: ConfigurationsQuery; response: readonly Configuration[] };
  createConfiguration: {
    body: ConfigurationInput;
    response: { readonly acknowledged: boolean; readonly insertedId: string };
  };
  updateConfiguration: {
    params: { configuration_id: string };
    body: ConfigurationUpdate;
    response: UpdatedConfiguration;
  };
  deleteConfiguration: {
    params: { configuration_id: string };
    response: { readonly acknowledged: boolean; readonly deletedCount: number };
  };
  runConfiguration: { body: RunConfigurationRequest; response: RunConfigurationResponse };
}

export const configurationRoutes: Routes<ConfigurationOperations> = {
  listConfigurations: route("GET /v1/configurations", "The configurations that match."),
  listConfigurationsLegacy: route(
    "GET /configurations",
    "The same as a bare list; use GET /v1/configurations.",
    { isOlder: true },
  ),
  createConfiguration: route("POST /v1/configurations", "Creates a configuration.", {
    aliases: ["/configurations"],
  }),
  updateConfiguration: route(
    "PUT /v1/configurations/{configuration_id}",
    "Changes the fields that are named.",
    { aliases: ["/configurations/{configuration_id}"] },
  ),
  deleteConfiguration: route(
    "DELETE /v1/configurations/{configuration_id}",
    "Deletes a configuration.",
    { aliases: ["/configurations/{configuration_id}"] },
  ),
  runConfiguration: route(
    "POST /v1/configurations/run",
    "Tries a configuration: puts it once to the model that the server knows, and makes no event of it.",
  ),
};
