import { ApiError, createClient, type Client } from "@honeyhive/contract";

import { networkMessage } from "../../pipeline/retry.js";
import type { FetchFunction } from "../../pipeline/fetch-transport.js";
import { adaptFetch, createHttpFetch } from "./client-fetch.js";

export interface RunDestination {
  readonly serverUrl: string;
  readonly apiKey: string;
  /** Of the program's own. */
  readonly fetch?: FetchFunction | undefined;
}

export interface RequestLimits {
  readonly attempts: number;
  readonly firstDelayMs: number;
  /** Longest wait for one answer. */
  readonly timeoutMs: number;
}

export const defaultLimits: RequestLimits = { attempts: 3, firstDelayMs: 400, timeoutMs: 10_000 };

/** @param onCapabilities called with what the server says that it can, with each of its answers */
export function connect(
  { serverUrl, apiKey, fetch: given }: RunDestination,
  onCapabilities: (capabilities: string) => void = () => undefined,
): Client {
  const fetch =
    given === undefined ? createHttpFetch(onCapabilities) : adaptFetch(given, onCapabilities);
  return createClient({ serverUrl, apiKey, fetch, triesOlderPaths: true });
}

/** Calls again while the server is in trouble or cannot be reached. */
export async function withRetries<Result>(
  limits: RequestLimits,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call(AbortSignal.timeout(limits.timeoutMs));
    } catch (error) {
      const isFinal = error instanceof ApiError && error.status < 500 && error.status !== 429;
      if (isFinal || attempt === limits.attempts) throw error;
      const delayMs = limits.firstDelayMs * 2 ** (attempt - 1);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}

/** Why a call came to nothing, in words. */
export function failureMessage(error: unknown, serverUrl: string): string {
  if (error instanceof ApiError) return `${serverUrl} answered ${answerOf(error)}`;
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const failure = isTimeout(cause)
    ? `${serverUrl} did not answer in time.`
    : `${serverUrl} could not be reached (${networkMessage(cause)}).`;
  return `${failure} Start the server or check \`serverUrl\` / HH_API_URL.`;
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "TimeoutError";
}

/** What a server said, with the status of its answer. */
export function answerOf({ status, message }: ApiError): string {
  return message.startsWith(`HTTP ${status}`) ? message : `HTTP ${status}: ${message}`;
}
