import { judgeOnce, networkMessage, type Delivery } from "./retry.js";
import { sendBlocking, type LastAnswer } from "./send-blocking.js";
import type { Transport, TransportRequest } from "./transport.js";

/** Some of what a process that ends still has. */
export interface Remaining {
  readonly request: TransportRequest;
  /** Of requests that keep their order. */
  readonly lane?: string;
  /** Spans or updates in it. */
  readonly count: number;
  /** Takes account of what became of it. */
  readonly settle: (delivery: Delivery) => void;
}

/** A server that does not answer holds up the end of a program for no longer. */
const maxWaitMs = 2000;

/**
 * Sends before it returns, each once. What could not be sent is not settled: `onFailure` is told why.
 */
export function sendRemaining(
  remaining: readonly Remaining[],
  transport: Transport,
  timeoutMs: number,
  onFailure: (message: string) => void,
): void {
  try {
    const requests = remaining.flatMap(({ request, lane }) => {
      const wire = transport.toWire?.(request);
      return wire === undefined ? [] : { ...wire, lane };
    });
    if (requests.length < remaining.length) {
      onFailure("only the event loop of the program can send it, which has ended");
      return;
    }
    const answers = sendBlocking(requests, Math.min(timeoutMs, maxWaitMs));
    for (const [index, { settle }] of remaining.entries()) {
      const delivery = judgeLast(answers[index]);
      if (delivery.result === "gave-up") onFailure(delivery.message);
      else settle(delivery);
    }
  } catch (error) {
    // No threads here, or not any more.
    onFailure(networkMessage(error));
  }
}

function judgeLast(answer: LastAnswer = "no answer"): Delivery {
  if (typeof answer === "string") return { result: "gave-up", message: answer };
  return judgeOnce({ ...answer, retryAfter: undefined });
}
