import {
  createOpenApiDocument,
  type OpenApiDocument,
  type OpenApiOperation,
} from "@honeyhive/contract/schemas";
import { Ajv2020 } from "ajv/dist/2020.js";

/** Which operation answered with which status, such as `getRun 404`. */
export type SeenAnswers = Set<string>;

/** A `fetch` that fails when an answer is not what the OpenAPI document says of its route. */
export function createCheckedFetch(seen: SeenAnswers = new Set()): typeof fetch {
  const document = createOpenApiDocument("test");
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document, "api");
  const find = createFinder(document);
  return async (input, init) => {
    const response = await fetch(input, init);
    const url = new URL(input instanceof Request ? input.url : input);
    const method = (init?.method ?? "GET").toLowerCase();
    const found = find(method, url.pathname);
    if (found === undefined) return response;
    const { path, operation } = found;
    const status = String(response.status) in operation.responses ? response.status : "default";
    if (!isJson(response)) {
      if (operation.responses[status]?.content?.["*/*"] !== undefined) {
        seen.add(`${operation.operationId} ${response.status}`);
      }
      return response;
    }
    const pointer = ["paths", path, method, "responses", String(status), "content"]
      .concat("application/json", "schema")
      .map((step) => encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1")))
      .join("/");
    const body: unknown = await response.clone().json();
    if (ajv.validate(`api#/${pointer}`, body) !== true) {
      const problems = ajv.errorsText(ajv.errors?.slice(0, 10), { separator: "\n" });
      throw new Error(
        `Expected the answer ${response.status} of ${method.toUpperCase()} ${path} to match its schema:\n` +
          `${problems}\n${JSON.stringify(body).slice(0, 2000)}`,
      );
    }
    seen.add(`${operation.operationId} ${response.status}`);
    return response;
  };
}

interface Found {
  readonly path: string;
  readonly operation: OpenApiOperation;
}

/** As the server does, what is spelt out goes before parameters. */
function createFinder(
  document: OpenApiDocument,
): (method: string, pathname: string) => Found | undefined {
  const paths = Object.entries(document.paths)
    .map(([path, methods]) => ({
      path,
      methods,
      pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`),
    }))
    .toSorted((left, right) => left.path.split("{").length - right.path.split("{").length);
  return (method, pathname) => {
    for (const { path, methods, pattern } of paths) {
      const operation = methods[method];
      if (operation !== undefined && pattern.test(pathname)) return { path, operation };
    }
    return undefined;
  };
}

function isJson(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith("application/json") ?? false;
}
