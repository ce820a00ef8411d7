import type { JsonObject } from "@honeyhive/contract";

import { parseJsonObject } from "../lib/json.js";

/** An API that speaks OpenAI's chat completions. */
export interface ModelEndpoint {
  /** Up to and without `/chat/completions`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Where a metric names none. */
  readonly model: string;
}

/** Where none is configured. */
export const howToGiveEndpoint =
  "Start the server with HONEYHIVE_MODEL_ENDPOINT_BASE_URL and HONEYHIVE_MODEL_ENDPOINT_API_KEY, the address and key of an OpenAI-compatible API.";

export type ModelProblem =
  | { readonly kind: "timeout" | "unreachable" | "unreadable" }
  /** It answered with an error. `said` is what it says of it, where that can be shown. */
  | { readonly kind: "refused"; readonly status: number; readonly said: string | undefined };

/** The model's API gave no completion. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly problem: ModelProblem;

  constructor(message: string, problem: ModelProblem, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

export interface CompleteOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default 60 s, until the whole answer is there. */
  readonly timeoutMs?: number | undefined;
}

export const modelTimeoutMs = 60_000;
const maxAnswerBytes = 1_000_000;
const longestSaid = 300;

/** The body of the API's answer to a body of `/chat/completions`. Rejects with `ModelError`. */
export async function completeChat(
  endpoint: ModelEndpoint,
  body: object,
  options: CompleteOptions = {},
): Promise<JsonObject> {
  const { status, text } = await post(endpoint, body, options).catch((error: unknown) => {
    const kind = isTimeout(error) ? "timeout" : "unreachable";
    throw new ModelError(reasonOf(error), { kind }, { cause: error });
  });
  const answer = parseJsonObject(text.slice(0, maxAnswerBytes));
  if (status < 200 || status > 299) {
    const said = showable(messageIn(answer), endpoint.apiKey);
    const problem = { kind: "refused", status, said } as const;
    throw new ModelError(`The model's API answered with status ${status}.`, problem);
  }
  if (answer !== undefined) return answer;
  throw new ModelError("The model's API answered without JSON.", { kind: "unreadable" });
}

async function post(
  { baseUrl, apiKey }: ModelEndpoint,
  body: object,
  { signal, timeoutMs = modelTimeoutMs }: CompleteOptions,
): Promise<{ readonly status: number; readonly text: string }> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(body),
    signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    // A redirect could take the key elsewhere.
    redirect: "error",
  });
  return { status: response.status, text: await response.text() };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "TimeoutError";
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // `fetch failed` alone tells nobody what to do.
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** `{"error": {"message"}}`, or what others make of it. */
function messageIn(answer: JsonObject | undefined): string | undefined {
  const { error = answer } = answer ?? {};
  if (typeof error === "string") return error;
  const message =
    typeof error === "object" && error !== null && "message" in error ? error.message : undefined;
  return typeof message === "string" ? message : undefined;
}

/** Short, and without a key or what is left of one: `Incorrect API key provided: sk-ab***yz`. */
function showable(said: string | undefined, apiKey: string): string | undefined {
  const text = said?.trim() ?? "";
  const hasKey =
    (apiKey !== "" && text.includes(apiKey)) || /\b(sk|pk)[-_]|\bBearer\s|\*{3}/i.test(text);
  return text === "" || text.length > longestSaid || hasKey ? undefined : text;
}
