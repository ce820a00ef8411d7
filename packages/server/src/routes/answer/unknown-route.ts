import { HttpError } from "../../lib/http-error.js";

interface MountedRoutes {
  readonly routes: readonly { readonly method: string; readonly path: string }[];
}

/** Says what is wrong with a request that no route takes: its method, where the path has others, or its path. */
export function createUnknownRoute({ routes }: MountedRoutes): (request: Request) => Response {
  const known = routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => ({ method, pattern: toPattern(path) }));
  return ({ method, url }) => {
    const { pathname } = new URL(url);
    const fitting = known.filter(({ pattern }) => pattern.test(pathname));
    const allowed = new Set(fitting.flatMap((each) => withHead(each.method)));
    const error = allowed.size === 0 ? unknownPath : wrongMethod;
    return error(`${method} ${pathname}`, [...allowed].toSorted().join(", ")).toResponse();
  };
}

/** `:name` stands for one part of the path. */
function toPattern(path: string): RegExp {
  const parts = path.split(/:\w+/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^/]+")}$`);
}

function withHead(method: string): readonly string[] {
  return method === "GET" ? ["GET", "HEAD"] : [method];
}

function unknownPath(request: string): HttpError {
  return new HttpError(
    404,
    "NOT_FOUND",
    `Expected a route of the HoneyHive API, got \`${request}\`. GET /openapi.json lists them.`,
  );
}

function wrongMethod(request: string, allow: string): HttpError {
  return new HttpError(
    405,
    "METHOD_NOT_ALLOWED",
    `Expected one of the methods ${allow} on this path, got \`${request}\`. GET /openapi.json lists what each does.`,
    { headers: { allow } },
  );
}
