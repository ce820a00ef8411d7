import { randomUUID } from "node:crypto";

import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";

import type { ServerLogger } from "./logger.js";
import type { ServerMetrics } from "./server-metrics.js";

/** Ids of requests that a proxy has given are kept when they look like ids. */
const idPattern = /^[\w.:-]{1,128}$/;

/** Measures each request, logs it, and answers with its id, which finds it in the log. */
export function observeRequests(metrics: ServerMetrics, logger: ServerLogger): MiddlewareHandler {
  return async (context, next) => {
    const startMs = performance.now();
    const { method, path } = context.req;
    const given = context.req.header("x-request-id") ?? "";
    const requestId = idPattern.test(given) ? given : randomUUID();
    await next();
    const seconds = (performance.now() - startMs) / 1000;
    const { status } = context.res;
    const pattern = routePath(context);
    // Everything below no route of its own is a file or a page of the UI, or does not exist.
    const route = pattern === "/*" || pattern === "*" ? "other" : pattern;
    metrics.requestAnswered({ method, route, status, seconds });
    context.header("x-request-id", requestId);
    const fields = { requestId, method, path, status, ms: Math.round(seconds * 1000) };
    if (status >= 500) {
      logger.error("A request failed.", {
        ...fields,
        error: context.error?.cause ?? context.error,
      });
    } else if (status === 429) logger.warn("A request was refused: too many at once.", fields);
    else logger.info("A request was answered.", fields);
  };
}
