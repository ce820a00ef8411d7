import {
  capabilitiesHeader,
  capability,
  otlpRoutes,
  routes,
  type Route,
} from "@honeyhive/contract";
import { createOpenApiDocument } from "@honeyhive/contract/schemas";
import { Hono, type Context } from "hono";

import { checkOrigin } from "./auth/check-origin.js";
import { setSecurityHeaders } from "./auth/security-headers.js";
import { observeRequests } from "./observe/observe-requests.js";
import { handlers, publicHandlers } from "./routes/handlers.js";
import { getMetrics } from "./routes/operations/metrics.js";
import { isProtobuf, postLogs, postMetrics, postTraces } from "./routes/otlp/otlp.js";
import { renderReference } from "./routes/reference/render-reference.js";
import { toHttpError } from "./routes/answer/to-http-error.js";
import { toHonoHandler, type NodeEnv } from "./routes/to-hono-handler.js";
import { createUnknownRoute } from "./routes/answer/unknown-route.js";
import { serveUi } from "./routes/operations/ui.js";
import type { Services } from "./services.js";
import { version } from "./version.js";

/** What answers requests that Node received. */
export type App = Hono<NodeEnv>;

/** All routes of the server: the contract's operations, OTLP, and the UI below everything else. */
export function createApp(services: Services): App {
  const app: App = new Hono();
  const { options } = services;
  app.onError((thrown) => toHttpError(thrown).toResponse());
  app.use(observeRequests(services));
  app.use(setSecurityHeaders);
  app.use(async (context, next) => {
    await next();
    context.res.headers.set(capabilitiesHeader, Object.values(capability).join(", "));
    // Otherwise clients would go on with the connection until it is ended under their next request.
    if (services.lifecycle.isStopping) context.res.headers.set("connection", "close");
  });
  if (options.isLocal) {
    app.use(async (context, next) => {
      checkOrigin(context.req.raw.headers, options.tls === undefined ? "http" : "https");
      await next();
    });
  }
  // Older clients list what they measure by here. They ask for JSON, and scrapers do not.
  app.get("/metrics", ({ req, env }, next) =>
    req.header("accept")?.includes("application/json") === true
      ? next()
      : getMetrics(env.incoming, services),
  );
  mountOtlp(app, services);
  for (const { method, path, mount } of operationRoutes(services)) app.on(method, path, mount);
  const openApi = once(() => createOpenApiDocument(version));
  app.get("/openapi.json", () => Response.json(openApi()));
  app.get("/docs", () => renderReference(openApi()));
  const answerUnknown = createUnknownRoute(app);
  app.notFound(async ({ req }) => (await serveUi(req.raw)) ?? answerUnknown(req.raw));
  return app;
}

/** Remembers what making it gave: most servers are never asked for it. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Exporters that send all signals to one address find each; their metrics and ours share a path. */
function mountOtlp(app: App, services: Services): void {
  const handle = { exportTraces: postTraces, exportLogs: postLogs, exportMetrics: postMetrics };
  const mounts = mapValues(handle, (handler, name) =>
    toHonoHandler(handler, services, { name, ...otlpRoutes[name] }),
  );
  app.post("/v1/metrics", (context, next) =>
    isProtobuf(context.req.header("content-type") ?? null) ? mounts.exportMetrics(context) : next(),
  );
  for (const [name, mount] of Object.entries(mounts)) {
    // `mounts` has the keys of the table.
    const { path, aliases } = otlpRoutes[name as keyof typeof otlpRoutes];
    for (const each of [path, ...aliases]) app.post(each, mount);
  }
}

interface MountedRoute {
  readonly method: Route["method"];
  readonly path: string;
  readonly mount: (context: Context<NodeEnv>) => Response | Promise<Response>;
}

/** What is spelt out goes before parameters: `/v1/runs/schema` names no run. */
function operationRoutes(services: Services): readonly MountedRoute[] {
  const mounts = {
    ...mapValues(
      publicHandlers,
      (handler) =>
        ({ env }: Context<NodeEnv>) =>
          handler(services, env.incoming),
    ),
    ...mapValues(handlers, (handler, name) =>
      toHonoHandler(handler, services, { name, ...routes[name] }),
    ),
  };
  const all = Object.entries(routes).flatMap(([name, { method, path, aliases }]) => {
    // `routes` and the handlers have the same keys.
    const mount = mounts[name as keyof typeof mounts];
    return [path, ...aliases].map((template) => ({ method, path: toHonoPath(template), mount }));
  });
  const countParameters = ({ path }: MountedRoute): number => path.split(":").length;
  return all.toSorted((left, right) => countParameters(left) - countParameters(right));
}

function mapValues<Key extends string, From, To>(
  object: Readonly<Record<Key, From>>,
  change: (value: From, key: Key) => To,
): Record<Key, To> {
  // The keys are those of `object`.
  const entries = Object.entries<From>(object).map(([key, value]) => [
    key,
    change(value, key as Key),
  ]);
  return Object.fromEntries(entries) as Record<Key, To>;
}

function toHonoPath(template: string): string {
  return template.replace(/\{(\w+)\}/g, ":$1");
}
