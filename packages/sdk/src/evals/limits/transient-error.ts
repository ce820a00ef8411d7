export interface Transience {
  /** The service asks for fewer calls. */
  readonly isThrottled: boolean;
  /** What the service asks to wait. */
  readonly retryAfterMs: number | undefined;
}

const networkCodes = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "ETIMEDOUT",
  "EPIPE",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_SOCKET",
]);
const maxCauses = 5;

/**
 * Whether an error, or what caused it, says that trying again may help: status 408, 429 or 5xx, `retryable` or
 * `isRetryable`, or the code of a network failure. Undefined when it does not. Never throws.
 */
export function readTransience(error: unknown, wallNow: () => number): Transience | undefined {
  try {
    let current = error;
    for (let depth = 0; depth <= maxCauses && isObject(current); depth++) {
      const verdict = readOne(current, wallNow);
      if (verdict !== undefined) return verdict === "permanent" ? undefined : verdict;
      current = current["cause"];
    }
  } catch {
    // Errors are foreign objects: one whose getters throw says nothing.
  }
  return undefined;
}

function readOne(
  error: Record<string, unknown>,
  wallNow: () => number,
): Transience | "permanent" | undefined {
  const response = isObject(error["response"]) ? error["response"] : {};
  const status = [error["status"], error["statusCode"], response["status"]].find(
    (value) => typeof value === "number",
  );
  const says = error["retryable"] ?? error["isRetryable"];
  if (says === false) return "permanent";
  const isTransientStatus = status === 408 || status === 429 || (status ?? 0) >= 500;
  const isNetwork = typeof error["code"] === "string" && networkCodes.has(error["code"]);
  if (says !== true && !isTransientStatus && !isNetwork) {
    return status === undefined ? undefined : "permanent";
  }
  const headers = error["headers"] ?? error["responseHeaders"] ?? response["headers"];
  return {
    isThrottled: status === 429,
    retryAfterMs: readRetryAfter(headers, wallNow) ?? secondsToMs(error["retryAfter"]),
  };
}

function readRetryAfter(headers: unknown, wallNow: () => number): number | undefined {
  const milliseconds = Number(headerOf(headers, "retry-after-ms") ?? Number.NaN);
  if (milliseconds >= 0) return milliseconds;
  const text = headerOf(headers, "retry-after");
  if (text === undefined) return undefined;
  const delayMs = secondsToMs(Number(text)) ?? Date.parse(text) - wallNow();
  return Number.isFinite(delayMs) ? Math.max(0, delayMs) : undefined;
}

function headerOf(headers: unknown, name: string): string | undefined {
  if (!isObject(headers)) return undefined;
  const { get } = headers;
  // Clients bring `Headers` of their own: node-fetch, undici, axios.
  const value: unknown =
    typeof get === "function"
      ? Reflect.apply(get, headers, [name])
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function secondsToMs(seconds: unknown): number | undefined {
  return typeof seconds === "number" && seconds >= 0 ? seconds * 1000 : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
