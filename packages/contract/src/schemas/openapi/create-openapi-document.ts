import type { z } from "zod";

import { routeGroups, type OperationName } from "../../operations.js";
import { takesIdempotencyKey, type Route } from "../../operations/route.js";
import { errorBodySchema } from "../error.js";
import { operationSchemas } from "../operation-schemas.js";
import { Components } from "./components.js";
import type { JsonSchema } from "./json-schema.js";
import type {
  OpenApiContent,
  OpenApiDocument,
  OpenApiOperation,
  OpenApiParameter,
} from "./openapi-document.js";
import { otherPaths } from "./other-paths.js";
import { withoutNulls } from "./without-nulls.js";

const description =
  "Send an API key as `Authorization: Bearer …`; it says which project a request is about, and whether it may " +
  "read, write or administer. Times are Unix milliseconds. Fields called `null` are absent from the answers of " +
  "paths without a version, which exist for older clients.";

/** The API as OpenAPI 3.1, made of the table of routes and its schemas. */
export function createOpenApiDocument(version: string): OpenApiDocument {
  const components = new Components();
  const error = components.add(errorBodySchema, "output");
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const [tag, group] of Object.entries(routeGroups)) {
    for (const [operation, route] of Object.entries<Route>(group)) {
      // The keys of a group are operations.
      const named = { name: operation as OperationName, tag, route, error };
      for (const path of [route.path, ...route.aliases]) {
        const known = (paths[path] ??= {});
        known[route.method.toLowerCase()] = describe({ ...named, path }, components);
      }
    }
  }
  return {
    openapi: "3.1.0",
    info: { title: "HoneyHive", version, description },
    tags: Object.keys(routeGroups).map((name) => ({ name })),
    paths: { ...paths, ...otherPaths },
    components: {
      schemas: components.schemas,
      securitySchemes: { apiKey: { type: "http", scheme: "bearer" } },
    },
  };
}

interface NamedOperation {
  readonly name: OperationName;
  readonly tag: string;
  readonly route: Route;
  readonly path: string;
  readonly error: JsonSchema;
}

interface AnySchemas {
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly response: z.ZodType;
}

function describe(
  { name, tag, route, path, error }: NamedOperation,
  components: Components,
): OpenApiOperation {
  const schemas: AnySchemas = operationSchemas[name];
  const isAlias = path !== route.path;
  const older = path.startsWith("/v1/") ? {} : { prefix: "Unversioned", change: withoutNulls };
  const response =
    route.answer === "bytes"
      ? { content: { "*/*": { schema: {} } } }
      : toContent(components.add(schemas.response, "output", older));
  const parameters = [
    ...toPathParameters(path),
    ...(schemas.query === undefined ? [] : toQueryParameters(components, schemas.query)),
    ...(takesIdempotencyKey(route) ? [idempotencyKey] : []),
  ];
  return {
    // Each place of an operation needs an id of its own.
    operationId: isAlias ? `${name}_${route.aliases.indexOf(path) + 1}` : name,
    summary: route.summary,
    tags: [tag],
    ...(isAlias || route.isOlder ? { deprecated: true } : {}),
    security: route.access === "public" ? [] : [{ apiKey: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(schemas.body === undefined
      ? {}
      : { requestBody: { required: true, ...toContent(components.add(schemas.body, "input")) } }),
    responses: {
      [route.status]: { description: "It went well.", ...response },
      default: { description: "What went wrong.", ...toContent(error) },
    },
  };
}

const idempotencyKey: OpenApiParameter = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "Names this request, best by a UUID. Sent again with the same key within 24 hours, it changes nothing more and " +
    "gets the first answer again, marked `idempotent-replayed`; 422 for another request, 409 while it is being answered.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

function toContent(schema: JsonSchema): OpenApiContent {
  return { content: { "application/json": { schema } } };
}

function toPathParameters(path: string): OpenApiParameter[] {
  return [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) =>
    name === undefined ? [] : [{ name, in: "path", required: true, schema: { type: "string" } }],
  );
}

function toQueryParameters(components: Components, query: z.ZodType): OpenApiParameter[] {
  const { properties = {}, required = [] } = components.add(query, "input");
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}
