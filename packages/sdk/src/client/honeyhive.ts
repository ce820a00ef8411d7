import type { JsonObject } from "@honeyhive/contract";

import { resolveOptions } from "../config/resolve-options.js";
import type { Answers } from "./answers.js";
import type { resources } from "./resources.js";
import type { Connection } from "./send-request.js";

type Resources = typeof resources;
type ResourceName = keyof Resources;

/** The methods of a resource, each with what it takes and gives. */
export type Resource<Name extends ResourceName> = {
  readonly [Method in keyof Resources[Name]]: Resources[Name][Method] extends (
    ...args: infer Args
  ) => unknown
    ? (
        ...args: Args
      ) => Promise<Method extends keyof Answers ? Answers[Method] : JsonObject | undefined>
    : never;
};

export interface HoneyHiveOptions {
  /** The API key, or a function that gives it. Environment: `HH_API_KEY`. */
  readonly bearerAuth?: string | (() => string | Promise<string>) | undefined;
  readonly apiKey?: string | undefined;
  /** Environment: `HH_API_URL`. */
  readonly serverURL?: string | undefined;
  readonly serverUrl?: string | undefined;
  /** Longest wait for an answer. Default 30,000. */
  readonly timeoutMs?: number | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/**
 * The server's resources, with the methods and the camelCase of older versions of this package. What a program stores
 * (inputs, outputs, metadata …) keeps its own keys. Nothing of it is loaded before the first call.
 *
 * ```ts
 * const client = new HoneyHive({ bearerAuth: key });
 * const { events } = await client.events.getEvents({ project, filters: [] });
 * ```
 */
export class HoneyHive {
  readonly session: Resource<"session">;
  readonly events: Resource<"events">;
  readonly datasets: Resource<"datasets">;
  readonly datapoints: Resource<"datapoints">;
  readonly experiments: Resource<"experiments">;
  readonly metrics: Resource<"metrics">;
  readonly projects: Resource<"projects">;
  readonly tools: Resource<"tools">;
  readonly configurations: Resource<"configurations">;

  constructor(options: HoneyHiveOptions = {}) {
    const connection = connectionOf(options);
    this.session = openResource("session", connection);
    this.events = openResource("events", connection);
    this.datasets = openResource("datasets", connection);
    this.datapoints = openResource("datapoints", connection);
    this.experiments = openResource("experiments", connection);
    this.metrics = openResource("metrics", connection);
    this.projects = openResource("projects", connection);
    this.tools = openResource("tools", connection);
    this.configurations = openResource("configurations", connection);
  }
}

function connectionOf(options: HoneyHiveOptions): Connection {
  const { bearerAuth, apiKey, serverURL, serverUrl } = options;
  const key = typeof bearerAuth === "string" ? bearerAuth : apiKey;
  const resolved = resolveOptions({ apiKey: key, serverUrl: serverURL ?? serverUrl });
  return {
    serverUrl: resolved.serverUrl,
    apiKey: typeof bearerAuth === "function" ? bearerAuth : () => resolved.apiKey,
    timeoutMs: options.timeoutMs ?? 30_000,
    fetch: options.fetch,
  };
}

/** The methods are known when they are called: until then there is nothing to load. */
function openResource<Name extends ResourceName>(
  name: Name,
  connection: Connection,
): Resource<Name> {
  const methods = new Proxy(
    {},
    {
      get: (_, method) => {
        // Whoever awaits a resource must not be told that it is a promise.
        if (typeof method !== "string" || method === "then") return undefined;
        return (...args: readonly unknown[]) => call({ name, method, args, connection });
      },
    },
  );
  // Every method of the type is answered.
  return methods as Resource<Name>;
}

interface Call {
  readonly name: ResourceName;
  readonly method: string;
  readonly args: readonly unknown[];
  readonly connection: Connection;
}

async function call({ name, method, args, connection }: Call): Promise<unknown> {
  const [{ resources }, { sendRequest }] = await Promise.all([
    import("./resources.js"),
    import("./send-request.js"),
  ]);
  const methods: Readonly<Record<string, unknown>> = resources[name];
  const describe = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (typeof describe !== "function") {
    throw new TypeError(
      `Expected a method of \`${name}\`, got \`${method}\`. It has ${Object.keys(methods).join(", ")}.`,
    );
  }
  return sendRequest(connection, Reflect.apply(describe, undefined, [...args]));
}
