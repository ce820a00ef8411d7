import type { ClosingSignal } from "./closing.js";
import type { TransportResponse } from "./transport.js";

/** What an attempt to send came to. */
export type Delivery =
  | { readonly result: "delivered"; readonly response: TransportResponse }
  /** The server will never take it: asking again is useless. */
  | { readonly result: "rejected"; readonly status: number; readonly message: string }
  /** Retried until the time allowed ran out, or the pipeline closed. */
  | { readonly result: "gave-up"; readonly message: string };

export interface RetryPolicy {
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** From the first attempt to the start of the last one. */
  readonly maxElapsedMs: number;
  readonly maxAttempts: number;
}

export interface RetryContext {
  readonly policy: RetryPolicy;
  /** Aborted when the pipeline closes: a waiting retry ends at once. */
  readonly signal: ClosingSignal;
  readonly onRetry: (reason: string) => void;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Unix milliseconds, for servers that name a date. */
  readonly wallNow: () => number;
  readonly random: () => number;
  readonly wait: (delayMs: number, signal: ClosingSignal) => Promise<void>;
}

export const realTime: Pick<RetryContext, "now" | "wallNow" | "random" | "wait"> = {
  now: () => performance.now(),
  wallNow: Date.now,
  random: Math.random,
  wait,
};

/** Sends until it is delivered, refused for good, or the policy's time is over. Never rejects. */
export async function sendWithRetry(
  send: () => Promise<TransportResponse>,
  context: RetryContext,
): Promise<Delivery> {
  // Whoever closed the pipeline has left what it had to the next one.
  if (context.signal.aborted) return { result: "gave-up", message: "the tracer was shut down" };
  const deadline = context.now() + context.policy.maxElapsedMs;
  for (let attempt = 0; ; attempt++) {
    let outcome: Attempt;
    try {
      outcome = judge(await send(), context.wallNow);
    } catch (error) {
      outcome = { kind: "retry", reason: networkMessage(error), retryAfterMs: undefined };
    }
    if (outcome.kind === "final") return outcome.delivery;
    // A server in trouble may ask for less than is good for it, or for nothing at all.
    const delayMs = Math.max(outcome.retryAfterMs ?? 0, backoffMs(attempt, context));
    if (
      context.signal.aborted ||
      context.now() + delayMs > deadline ||
      attempt + 1 >= context.policy.maxAttempts
    ) {
      return { result: "gave-up", message: outcome.reason };
    }
    context.onRetry(outcome.reason);
    await context.wait(delayMs, context.signal);
    if (context.signal.aborted) return { result: "gave-up", message: outcome.reason };
  }
}

/** What a single attempt came to, where there will be no other. */
export function judgeOnce(response: TransportResponse): Delivery {
  const attempt = judge(response, Date.now);
  if (attempt.kind === "final") return attempt.delivery;
  return { result: "gave-up", message: attempt.reason };
}

type Attempt =
  | { readonly kind: "final"; readonly delivery: Delivery }
  | {
      readonly kind: "retry";
      readonly reason: string;
      readonly retryAfterMs: number | undefined;
    };

/** A page for people is not an answer: some other server listens there, and nothing has been stored. */
function acceptAnswer(response: TransportResponse): Delivery {
  if (response.contentType?.includes("text/html") !== true)
    return { result: "delivered", response };
  return {
    result: "rejected",
    status: response.status,
    message:
      `Expected an answer of HoneyHive's API, got a web page with HTTP ${response.status}. ` +
      "Check `serverUrl` or HH_API_URL",
  };
}

function judge(response: TransportResponse, wallNow: () => number): Attempt {
  if (response.status >= 200 && response.status < 300) {
    return { kind: "final", delivery: acceptAnswer(response) };
  }
  const message = describeRefusal(response);
  if (isRetryable(response.status)) {
    const retryAfterMs = parseRetryAfter(response.retryAfter, wallNow);
    return { kind: "retry", reason: message, retryAfterMs };
  }
  return { kind: "final", delivery: { result: "rejected", status: response.status, message } };
}

/** Redirects are not followed. */
function describeRefusal({ status, body }: TransportResponse): string {
  const text = body.toString("utf8", 0, 500);
  const said = text === "" ? `HTTP ${status}` : `HTTP ${status}: ${text}`;
  if (status < 300 || status > 399) return said;
  return `${said} (requests are sent on to another address: check \`serverUrl\` or HH_API_URL)`;
}

/** Proxies have 5xx statuses of their own; of the common ones only "not implemented" stays so. */
function isRetryable(status: number): boolean {
  return [408, 425, 429].includes(status) || (status >= 500 && status !== 501);
}

export function networkMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as { readonly code?: unknown }).code;
  return error.message || (typeof code === "string" ? code : error.name);
}

function parseRetryAfter(header: string | undefined, wallNow: () => number): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  const delayMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - wallNow();
  return Number.isFinite(delayMs) ? Math.max(0, delayMs) : undefined;
}

function backoffMs(attempt: number, context: RetryContext): number {
  const { firstDelayMs, maxDelayMs } = context.policy;
  const ceiling = Math.min(maxDelayMs, firstDelayMs * 2 ** attempt);
  return ceiling * (0.5 + context.random() * 0.5);
}

function wait(delayMs: number, signal: ClosingSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, delayMs);
    timer.unref();
    signal.addEventListener("abort", finish);
  });
}
