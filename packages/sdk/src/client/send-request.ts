import {
  ConnectionError,
  InvalidRequestError,
  RequestAbortedError,
  RequestTimeoutError,
  SDKError,
  SDKValidationError,
} from "./errors.js";
import { fromWire, toWire } from "./wire-case.js";

/** Where a client sends to, and as whom. */
export interface Connection {
  readonly serverUrl: string;
  readonly apiKey: () => string | Promise<string>;
  readonly timeoutMs: number;
  readonly fetch: typeof globalThis.fetch | undefined;
}

/** What any call may say of its own request. */
export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

export interface ResourceRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With `{name}` for each of `params`. */
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  /** In camelCase. */
  readonly body?: unknown;
  /** Whether `metrics` in the answer are the program's own. Default true. */
  readonly areMetricsOwn?: boolean;
  readonly options?: RequestOptions | undefined;
}

/** @returns the answer in camelCase. @throws {SDKError} for an error answer, and the other errors of this folder */
export async function sendRequest(
  connection: Connection,
  request: ResourceRequest,
): Promise<unknown> {
  const { areMetricsOwn = true } = request;
  const response = await open(connection, request);
  const text = await response.text();
  if (!response.ok) throw new SDKError("API error occurred", response, text);
  if (text === "") return undefined;
  try {
    return fromWire(JSON.parse(text), { areMetricsOwn });
  } catch (error) {
    const message =
      `Expected JSON from ${connection.serverUrl}, got "${text.slice(0, 200)}". ` +
      "Check that `serverURL` is that of a HoneyHive server.";
    throw new SDKValidationError(message, error, text);
  }
}

async function open(connection: Connection, request: ResourceRequest): Promise<Response> {
  const { method, path, params = {}, query = {}, body, options = {} } = request;
  const timeout = AbortSignal.timeout(options.timeoutMs ?? connection.timeoutMs);
  const url = connection.serverUrl + fillPath(path, params) + toQueryString(query);
  const send = connection.fetch ?? fetch;
  const apiKey = await connection.apiKey();
  try {
    return await send(url, {
      method,
      signal: options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]),
      headers: {
        accept: "application/json",
        authorization: `Bearer ${apiKey}`,
        "hh-sdk-language": "typescript",
        "hh-sdk-package": "honeyhive",
        // Whatever stands in between may send it again.
        ...(method === "POST" ? { "idempotency-key": crypto.randomUUID() } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(toWire(body, { areMetricsOwn: true })) }),
    });
  } catch (error) {
    if (options.signal?.aborted === true) {
      throw new RequestAbortedError("The program aborted the request.", { cause: error });
    }
    if (timeout.aborted) {
      throw new RequestTimeoutError(
        `Expected an answer of ${connection.serverUrl} in time, got none. Pass a larger \`timeoutMs\`.`,
        { cause: error },
      );
    }
    throw new ConnectionError(
      `Expected ${connection.serverUrl} to answer, got ${String(error)}. Check \`serverURL\` or HH_API_URL.`,
      { cause: error },
    );
  }
}

/** URLs lose empty and dotted parts on their way: the request would reach another route. */
function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (typeof value !== "string" || /^\.{0,2}$/.test(value)) {
      throw new InvalidRequestError(
        `Expected \`${name}\` to be an id, got ${JSON.stringify(value) ?? "undefined"}.`,
      );
    }
    return encodeURIComponent(value);
  });
}

function toQueryString(query: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const item of values) if (item !== undefined) search.append(key, String(item));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}
