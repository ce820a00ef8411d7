import type { Attributes } from "@opentelemetry/api";

import type { FlatOptions } from "./options.js";
import type { Environment } from "./environment.js";

/** Attributes of the resource that are variables of a platform. */
const variables: Readonly<Record<string, readonly string[]>> = {
  "cloud.region": ["AWS_REGION", "FUNCTION_REGION", "REGION_NAME", "VERCEL_REGION"],
  "faas.name": ["AWS_LAMBDA_FUNCTION_NAME", "K_SERVICE", "WEBSITE_SITE_NAME"],
  "faas.version": ["AWS_LAMBDA_FUNCTION_VERSION", "K_REVISION"],
  "k8s.cluster.name": ["K8S_CLUSTER_NAME"],
  "k8s.namespace.name": ["K8S_NAMESPACE", "POD_NAMESPACE"],
  "k8s.pod.name": ["K8S_POD_NAME", "POD_NAME"],
  "k8s.deployment.name": ["K8S_DEPLOYMENT_NAME"],
  "deployment.environment.name": ["VERCEL_ENV", "RAILWAY_ENVIRONMENT_NAME"],
};

const providers: readonly (readonly [provider: string, variables: readonly string[]])[] = [
  ["aws", ["AWS_LAMBDA_FUNCTION_NAME", "AWS_EXECUTION_ENV", "ECS_CONTAINER_METADATA_URI_V4"]],
  ["gcp", ["K_SERVICE", "GOOGLE_CLOUD_PROJECT", "GCP_PROJECT"]],
  ["azure", ["WEBSITE_SITE_NAME", "FUNCTIONS_WORKER_RUNTIME"]],
];

/** What options and environment say about the service and its platform. Options win, then `OTEL_RESOURCE_ATTRIBUTES`. */
export function describeEnvironment(options: FlatOptions, environment: Environment): Attributes {
  const found: Attributes = {};
  const provider = providers.find(([, names]) => firstOf(environment, names) !== undefined);
  if (provider !== undefined) found["cloud.provider"] = provider[0];
  for (const [attribute, names] of Object.entries(variables)) {
    const value = firstOf(environment, names);
    if (value !== undefined) found[attribute] = value;
  }
  if (found["faas.name"] !== undefined) found["service.name"] = found["faas.name"];
  Object.assign(found, parseResourceAttributes(environment["OTEL_RESOURCE_ATTRIBUTES"] ?? ""));
  if (options.serviceName !== undefined) found["service.name"] = options.serviceName;
  if (options.serviceVersion !== undefined) found["service.version"] = options.serviceVersion;
  return { ...found, ...options.resourceAttributes };
}

/** `key=value,key=value` with percent-encoded values, as OpenTelemetry has it. What is malformed is left out. */
function parseResourceAttributes(text: string): Attributes {
  const parsed: Attributes = {};
  for (const pair of text.split(",")) {
    const equals = pair.indexOf("=");
    if (equals <= 0) continue;
    try {
      parsed[pair.slice(0, equals).trim()] = decodeURIComponent(pair.slice(equals + 1).trim());
    } catch {
      // Not percent-encoded after all.
    }
  }
  return parsed;
}

function firstOf(environment: Environment, names: readonly string[]): string | undefined {
  return names
    .map((name) => environment[name])
    .find((value) => value !== undefined && value !== "");
}
