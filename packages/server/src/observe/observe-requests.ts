import { randomUUID } from "node:crypto";

import type { Context, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";

import { codeOfRefusal, type FailureLog } from "./failure-log.js";
import type { ServerLogger } from "./logger.js";
import type { OwnTraces } from "./own-traces.js";
import type { ServerMetrics } from "./server-metrics.js";

/** Ids of requests that a proxy has given are kept when they look like ids. */
const idPattern = /^[\w.:-]{1,128}$/;

interface ObservedServices {
  readonly metrics: ServerMetrics;
  readonly failures: FailureLog;
  readonly traces: OwnTraces | undefined;
  readonly options: { readonly logger: ServerLogger };
}

/** Measures each request, logs it, and answers with its id, which finds it in the log. */
export function observeRequests({
  metrics,
  failures,
  traces,
  options: { logger },
}: ObservedServices): MiddlewareHandler {
  return async (context, next) => {
    const startMs = performance.now();
    const { method, path } = context.req;
    const given = context.req.header("x-request-id") ?? "";
    const requestId = idPattern.test(given) ? given : randomUUID();
    if (traces === undefined) await next();
    else {
      await traces.request(context.req.raw.headers, next, () => ({
        name: `${method} ${routeOf(context)}`,
        attributes: {
          "http.request.method": method,
          "http.route": routeOf(context),
          "http.response.status_code": context.res.status,
          "honeyhive.request_id": requestId,
        },
        hasFailed: context.res.status >= 500,
      }));
    }
    const seconds = (performance.now() - startMs) / 1000;
    const { status } = context.res;
    const route = routeOf(context);
    metrics.requestAnswered({ method, route, status, seconds });
    // `context.header` would make a stream of a body that is there already, for every answer.
    context.res.headers.set("x-request-id", requestId);
    const fields = { requestId, method, path, status, ms: Math.round(seconds * 1000) };
    if (status >= 500) failures.requestFailed("A request failed.", context.error, fields);
    else if (status === 429) {
      metrics.requestRefused(codeOfRefusal(context.error));
      failures.requestRefused("A request was refused: too many at once.", context.error, fields);
    } else logger.info("A request was answered.", fields);
  };
}

function routeOf(context: Context): string {
  const pattern = routePath(context);
  // Everything below no route of its own is a file or a page of the UI, or does not exist.
  return pattern === "/*" || pattern === "*" ? "other" : pattern;
}
