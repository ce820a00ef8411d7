import { otlpTracesPath, routes, type OperationName } from "@honeyhive/contract";
import { Hono, type Context } from "hono";

import { authenticate } from "./auth/authenticate.js";
import { checkOrigin } from "./auth/check-origin.js";
import { HttpError } from "./http-error.js";
import { handlers } from "./routes/handlers.js";
import { getHealth } from "./routes/health.js";
import { listLocalProjects } from "./routes/local-projects.js";
import { olderRoutes, type MountedRoute } from "./routes/older-routes.js";
import { toOlderAnswer } from "./routes/to-older-answer.js";
import { postTraces } from "./routes/otlp.js";
import { readJson } from "./routes/read-body.js";
import type { RouteHandler } from "./routes/route-handler.js";
import { toHttpError } from "./routes/to-http-error.js";
import { servePage, serveUi } from "./routes/ui.js";
import type { Services } from "./services.js";

/** All routes of the server: the contract's operations, OTLP, and the UI below everything else. */
export function createApp(services: Services): Hono {
  const app = new Hono();
  const { options } = services;
  app.onError((thrown) => {
    const error = toHttpError(thrown);
    if (error.status >= 500) options.logger.error("A request failed.", error.cause ?? error);
    return error.toResponse();
  });
  if (options.isLoopback) {
    app.use(async (context, next) => {
      checkOrigin(context.req.raw.headers);
      await next();
    });
  }
  for (const path of routePaths("getHealth")) app.get(path, () => getHealth(services));
  for (const path of routePaths("listLocalProjects")) {
    app.get(path, () => listLocalProjects(services));
  }
  for (const { method, path, handler } of authenticatedRoutes()) {
    app.on(method, path, toHonoHandler(handler, services));
  }
  for (const path of [otlpTracesPath, "/v1/traces"]) {
    app.post(path, toHonoHandler(postTraces, services));
  }
  // Exporters that send all signals to one address must not fail; metrics and logs are not kept.
  for (const path of ["/opentelemetry/v1/metrics", "/opentelemetry/v1/logs"]) {
    app.post(path, () => new Response(null));
  }
  app.notFound(async ({ req }) => (await serveUi(req.raw)) ?? unknownRoute(req.raw));
  return app;
}

/** What is spelt out goes before parameters: `/v1/runs/schema` names no run. */
function authenticatedRoutes(): readonly MountedRoute[] {
  const ofContract = Object.entries(handlers).flatMap(([operation, handler]) => {
    // The keys of `handlers` are operations.
    const name = operation as OperationName;
    return routePaths(name).map((path) => ({ method: routes[name].method, path, handler }));
  });
  const countParameters = ({ path }: MountedRoute): number => path.split(":").length;
  return [...ofContract, ...olderRoutes].toSorted(
    (left, right) => countParameters(left) - countParameters(right),
  );
}

function routePaths(name: OperationName): string[] {
  const { path, aliases } = routes[name];
  return [path, ...aliases].map((template) => template.replace(/\{(\w+)\}/g, ":$1"));
}

function toHonoHandler(
  handler: RouteHandler,
  services: Services,
): (context: Context) => Promise<Response> {
  return async (context) => {
    const { raw } = context.req;
    // `/runs/1` is a page of the UI as well as a route of older clients, which send a key.
    const page = raw.headers.has("authorization") ? undefined : await servePage(raw);
    if (page !== undefined) return page;
    const result = await handler(
      {
        raw,
        project: await authenticate(raw.headers, services.projects),
        params: context.req.param(),
        query: new URL(raw.url).searchParams,
        readJson: () => readJson(raw, services.options.limits.maxBodyBytes),
      },
      services,
    );
    if (result instanceof Response) return result;
    return Response.json(isUnversioned(raw) ? toOlderAnswer(result) : result);
  };
}

function isUnversioned({ url }: Request): boolean {
  return !new URL(url).pathname.startsWith("/v1/");
}

function unknownRoute(request: Request): Response {
  const { pathname } = new URL(request.url);
  return new HttpError(
    404,
    "NOT_FOUND",
    `Expected a route of the HoneyHive API, got \`${request.method} ${pathname}\`. Check the path and the method.`,
  ).toResponse();
}
