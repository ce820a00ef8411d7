import { routes, takesIdempotencyKey, type Route } from "@honeyhive/contract";
import { operationSchemas } from "@honeyhive/contract/schemas";
import type { HttpBindings } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

import { authenticate } from "../auth/authenticate.js";
import type { Grant } from "../auth/grant.js";
import { readIdempotencyKey } from "../idempotency/read-idempotency-key.js";
import type { BufferPool } from "../lib/buffer-pool.js";
import { isJsonObject } from "../lib/json.js";
import type { Services } from "../services.js";
import { fieldsOf, isUnversioned, parameterNames, refuseUnknown } from "./request/known-fields.js";
import { parseJsonBody, readBody, readJson } from "./request/read-body.js";
import type { RouteHandler, RouteRequest } from "./route-handler.js";
import { toHttpError } from "./answer/to-http-error.js";
import { toJsonResponse } from "./answer/to-json-response.js";
import { toOlderAnswer } from "./answer/to-older-answer.js";
import { servePage } from "./operations/ui.js";
import { untilClosed } from "./request/until-closed.js";

export interface NodeEnv {
  Bindings: HttpBindings;
}

interface NamedRoute extends Pick<Route, "access" | "method" | "status"> {
  readonly name: string;
}

/** Everything around a handler that is the same for all: who asks, how often, whether again, and what is kept of it. */
export function toHonoHandler(
  handler: RouteHandler,
  services: Services,
  route: NamedRoute,
): (context: Context<NodeEnv>) => Promise<Response> {
  const answer = async (request: RouteRequest, asked = services): Promise<Response> => {
    const result = await audited(request, services, route, (seen) => handler(seen, asked));
    if (result instanceof Response) return result;
    const given = isUnversioned(request.raw) ? toOlderAnswer(result) : result;
    return toJsonResponse(given, route.status);
  };
  const questions = parametersOf(route.name);
  const isQuestion = route.method === "GET" && questions.length > 0;
  return async (context) => {
    const { raw } = context.req;
    // `/runs/1` is a page of the UI as well as a route of older clients, which send a key.
    const page = raw.headers.has("authorization") ? undefined : await servePage(raw);
    if (page !== undefined) return page;
    const grant = await identify(context, services, route);
    const received = { raw, incoming: context.env.incoming };
    using reading = services.requestBytes.reserve(0, grant.project.id);
    const room = { limitBytes: services.options.limits.maxBodyBytes, reading };
    const request = {
      raw,
      grant,
      project: grant.project,
      params: context.req.param(),
      get query() {
        return new URL(raw.url).searchParams;
      },
      ids: undefined,
      readBody: (memory?: BufferPool) => readBody(received, room, memory),
      readJson: () => readJson(received, room),
    };
    const key = isRepeatable(route) ? readIdempotencyKey(raw.headers) : undefined;
    if (isQuestion) refuseUnknown(parameterNames(request.query), questions, isUnversioned(raw));
    if (key === undefined && route.access === "read") {
      // What nobody waits for any more would take the place of other questions.
      const store = services.store.until(untilClosed(context.env));
      return await answer(request, { ...services, store });
    }
    if (key === undefined) return await answer(request);
    const body = await request.readBody();
    const { pathname, search } = new URL(raw.url);
    const repeatable = {
      projectId: grant.project.id,
      key,
      content: [raw.method, pathname, search, body],
      // Keys are stored as hashes: no answer may hold one.
      isSecret: route.name === "createKey",
    };
    return await services.repeatedRequests.answerOnce(repeatable, (ids) =>
      answer({ ...request, ...reread(body), ids }),
    );
  };
}

function reread(body: Uint8Array): Pick<RouteRequest, "readBody" | "readJson"> {
  return {
    readBody: () => Promise.resolve(body),
    readJson: () => Promise.resolve(parseJsonBody(body)),
  };
}

/** Spans have ids of their own: what OpenTelemetry sends again changes nothing in any case. */
function isRepeatable(route: NamedRoute): boolean {
  return takesIdempotencyKey(route) && Object.hasOwn(routes, route.name);
}

/** What the operation takes in the query string. */
function parametersOf(name: string): readonly string[] {
  const [, schemas] = Object.entries(operationSchemas).find(([known]) => known === name) ?? [];
  return schemas !== undefined && "query" in schemas ? fieldsOf(schemas.query) : [];
}

async function identify(
  context: Context<NodeEnv>,
  services: Services,
  { access }: NamedRoute,
): Promise<Grant> {
  const { headers } = context.req.raw;
  // The handlers of public routes are mounted elsewhere.
  const scope = access === "public" ? "read" : access;
  const credentials = {
    authorization: headers.get("authorization") ?? undefined,
    address: services.clientAddresses.of(
      getConnInfo(context).remote.address,
      headers.get("x-forwarded-for") ?? undefined,
    ),
  };
  const grant = await authenticate(credentials, services, scope);
  services.rateLimiter.take(grant.keyId);
  return grant;
}

/** Keeps what administrators do and are refused, and what anybody deletes. */
async function audited<Result extends object>(
  request: RouteRequest,
  { audit }: Services,
  { name: action, access, method }: NamedRoute,
  act: (request: RouteRequest) => Promise<Result>,
): Promise<Result> {
  const isAdministration = access === "admin" && method !== "GET";
  if (!isAdministration && method !== "DELETE") return act(request);
  const { grant, query, params } = request;
  const target: Record<string, string> = { ...Object.fromEntries(query), ...params };
  const readJson = async (): Promise<unknown> => {
    const body = await request.readJson();
    Object.assign(target, namesIn(body));
    return body;
  };
  let result: Result;
  try {
    result = await act({ ...request, readJson });
  } catch (error) {
    const { status, code: outcome } = toHttpError(error);
    // What fails is tried again; what is refused is the answer.
    if (isAdministration && status < 500) await audit.record(grant, { action, target, outcome });
    throw error;
  }
  const changed = { ...target, ...createdId(result) };
  await audit.record(grant, { action, target: changed, outcome: "done" });
  return result;
}

/** What a body says that it is about, as long as names are that are taken. */
function namesIn(body: unknown): Record<string, string> {
  if (!isJsonObject(body)) return {};
  const names = ["name", "project"].map((key) => [key, body[key]] as const);
  return Object.fromEntries(
    names.flatMap(([key, value]) =>
      typeof value === "string" ? [[key, value.slice(0, 200)]] : [],
    ),
  ) as Record<string, string>;
}

function createdId(result: object): Record<string, string> {
  if ("key" in result && isJsonObject(result.key)) return { key_id: String(result.key["key_id"]) };
  return "name" in result ? { name: String(result.name) } : {};
}
