import type { ErrorBody } from "../error.js";
import { idempotencyHeader, takesIdempotencyKey, type Route } from "../operations/route.js";
import { routes, type OperationName, type Operations } from "../operations.js";

type Part<Name extends OperationName, Key extends string> =
  Operations[Name] extends Record<Key, infer Value> ? { readonly [K in Key]: Value } : unknown;

/** `params`, `query` and `body` of an operation, each only where it has one; `query` is optional. */
export type OperationInput<Name extends OperationName> = Part<Name, "params"> &
  Part<Name, "body"> &
  Partial<Part<Name, "query"> & object> & { readonly signal?: AbortSignal | undefined };

export type OperationOutput<Name extends OperationName> = Operations[Name]["response"];

/** The server answered, and the answer was an error. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }
}

/** As much of `fetch` as the client uses. */
export type ClientFetch = (url: string, init: ClientRequest) => Promise<ClientResponse>;

export interface ClientRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export type ClientResponse = Pick<Response, "ok" | "status" | "text" | "blob">;

export interface ClientOptions {
  /** Root of the server, without a trailing slash. */
  readonly serverUrl: string;
  readonly apiKey?: string | undefined;
  readonly fetch?: ClientFetch | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Asks again under the path without a version where there is nothing under the usual one: older servers have no other. */
  readonly triesOlderPaths?: boolean | undefined;
}

/** Calls one operation by its name in `operations.ts`; rejects with `ApiError` on an error answer. */
export type Client = <Name extends OperationName>(
  operation: Name,
  input: OperationInput<Name>,
) => Promise<OperationOutput<Name>>;

interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export function createClient(options: ClientOptions): Client {
  const send: ClientFetch = options.fetch ?? fetch;
  return async (operation, input) => {
    // The generic input is a union of known shapes; each part is read as optional here.
    const { params = {}, query = {}, body, signal } = input as AnyInput;
    const route = routes[operation];
    const { method, path, answer } = route;
    const request = {
      method,
      headers: {
        accept: answer === "bytes" ? "*/*" : "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        // Whatever stands in between may send it again.
        ...(method === "POST" && takesIdempotencyKey(route)
          ? { [idempotencyHeader]: randomKey() }
          : {}),
        ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    };
    const ask = (target: string): Promise<ClientResponse> =>
      send(options.serverUrl + fillPath(target, params) + toQueryString(query), request);
    const older = options.triesOlderPaths === true ? olderPathOf(route) : undefined;
    const first = await ask(path);
    const again = first.status === 404 && older !== undefined ? await ask(older) : first;
    // Where neither is there, the usual path's answer says more.
    const response = again.status === 404 ? first : again;
    if (!response.ok) throw toApiError(response.status, await response.text());
    const given =
      answer === "bytes"
        ? await response.blob()
        : parseAnswer(response.status, await response.text());
    // The server validates its answers against the same contract in its tests.
    return given as OperationOutput<typeof operation>;
  };
}

function olderPathOf({ aliases }: Route): string | undefined {
  return aliases.find((alias) => !alias.startsWith("/v1/"));
}

/** Not `randomUUID`: browsers have it on pages of HTTPS only. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** URLs lose empty and dotted parts on their way, however they are encoded: the request would reach another route. */
function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? "";
    if (/^\.{0,2}$/.test(value))
      throw new TypeError(`Expected \`${name}\` to be an id, got "${value}".`);
    return encodeURIComponent(value);
  });
}

function parseAnswer(status: number, text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text) ?? {};
  } catch (error) {
    const message = `Expected JSON, got "${text.slice(0, 200)}". Check that the URL is that of a HoneyHive server.`;
    throw new ApiError(status, "UNKNOWN", message, { cause: error });
  }
}

function toQueryString(query: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const item of value) search.append(`${key}[]`, String(item));
    else search.append(key, String(value));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

function toApiError(status: number, text: string): ApiError {
  try {
    const { errorCode, message } = JSON.parse(text) as Partial<Record<keyof ErrorBody, unknown>>;
    return new ApiError(
      status,
      typeof errorCode === "string" ? errorCode : "UNKNOWN",
      typeof message === "string" ? message : text,
    );
  } catch {
    // Not one of our bodies (a proxy's page, say): its text is the best message there is.
    return new ApiError(status, "UNKNOWN", text.slice(0, 500) || nameOf(status));
  }
}

function nameOf(status: number): string {
  if (status < 300 || status >= 400) return `HTTP ${status}`;
  return `HTTP ${status}, which leads elsewhere. Check that the URL is that of a HoneyHive server.`;
}
