import type { ProfileName } from "./profile-name.js";
import type { Environment } from "./environment.js";

/** Says where the program runs, from what the platforms put into the environment. The first match counts. */
export function detectProfile(environment: Environment): ProfileName {
  if (has(environment, "AWS_LAMBDA_FUNCTION_NAME")) return "lambda";
  if (
    ["VERCEL", "NETLIFY", "K_SERVICE", "FUNCTIONS_WORKER_RUNTIME"].some((name) =>
      has(environment, name),
    )
  ) {
    return "serverless";
  }
  if (/^(1|true|yes|on)$/i.test(environment["HH_HIGH_CONCURRENCY"] ?? ""))
    return "high-concurrency";
  if (has(environment, "KUBERNETES_SERVICE_HOST")) return "kubernetes";
  return "standard";
}

function has(environment: Environment, name: string): boolean {
  return (environment[name] ?? "") !== "";
}
