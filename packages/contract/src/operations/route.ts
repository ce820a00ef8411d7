/** What a key must be allowed to do. `public` needs no key. */
export type Access = "public" | "read" | "write" | "admin";

export type HttpMethod = "GET" | "POST" | "PUT" | "DELETE";

export interface Route {
  readonly method: HttpMethod;
  /** `{name}` marks a path parameter. */
  readonly path: string;
  /** Older spellings of the same operation, served alike. */
  readonly aliases: readonly string[];
  readonly access: Access;
  /** One sentence for the reference. */
  readonly summary: string;
  /** Whether it exists for older clients only. */
  readonly isOlder: boolean;
  /** Status of the answer when all went well. */
  readonly status: 200 | 201;
  /** What an answer that went well is made of. */
  readonly answer: "json" | "bytes";
}

/** A request that changes something may carry it: sent again under the same key, it changes nothing more. */
export const idempotencyHeader = "idempotency-key";

export function takesIdempotencyKey({ access }: Pick<Route, "access">): boolean {
  return access === "write" || access === "admin";
}

type RouteOptions = Partial<Pick<Route, "aliases" | "access" | "isOlder" | "status" | "answer">>;

/** `target` is the method and the path. Unless it says otherwise, GET reads and everything else writes. */
export function route(
  target: `${HttpMethod} /${string}`,
  summary: string,
  options: RouteOptions = {},
): Route {
  const space = target.indexOf(" ");
  // The type of `target` says that this is a method.
  const method = target.slice(0, space) as HttpMethod;
  return {
    method,
    path: target.slice(space + 1),
    aliases: [],
    access: method === "GET" ? "read" : "write",
    summary,
    isOlder: false,
    status: 200,
    answer: "json",
    ...options,
  };
}

export type Routes<Operations> = { readonly [Name in keyof Operations]: Route };
