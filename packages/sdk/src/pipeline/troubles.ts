import type { Logger } from "../lib/logger.js";
import type { Loss } from "./ledger.js";

export interface TroublesOptions {
  readonly serverUrl: string;
  readonly logger: Logger;
  readonly maxSpanBytes: number;
}

/** What goes wrong on the way to a destination: each kind is said once, and told to those who wait for it. */
export class Troubles {
  /** The latest reason for a retry or a loss. */
  lastError: string | undefined;
  /** Spans whose longest values were cut. */
  shrunkSpans = 0;
  private readonly options: TroublesOptions;
  private readonly lossObservers = new Set<(loss: Loss) => void>();
  private readonly waiters = new Set<() => void>();

  constructor(options: TroublesOptions) {
    this.options = options;
  }

  /** Calls `observer` for each loss until the result is called. */
  observeLosses(observer: (loss: Loss) => void): () => void {
    this.lossObservers.add(observer);
    return () => void this.lossObservers.delete(observer);
  }

  /** Resolves at the next failed attempt to send anything. */
  next(): Promise<undefined> {
    return new Promise((resolve) => {
      const finish = (): void => {
        this.waiters.delete(finish);
        resolve(undefined);
      };
      this.waiters.add(finish);
    });
  }

  reportRetry(reason: string): void {
    this.lastError = reason;
    for (const finish of this.waiters) finish();
    const { logger, serverUrl } = this.options;
    logger.warnOnce(
      "unreachable",
      `Sending to ${serverUrl} failed (${reason}). Data is kept and sent again; ` +
        "check that the server is running and reachable.",
    );
  }

  /** @param isKept whether an evaluation keeps what it made of it */
  reportDrop(loss: Loss, isKept = false): void {
    const { what, reason, count, message } = loss;
    this.lastError = `${reason}: ${message}`;
    for (const observer of this.lossObservers) observer(loss);
    const { logger, serverUrl } = this.options;
    if (/^HTTP 40[13]\b/.test(message)) {
      logger.warnOnce(
        "unauthorized",
        `Expected an API key that ${serverUrl} knows, got ${message}. ` +
          "Check `apiKey` or HH_API_KEY. What was sent with it is dropped and counted: see diagnostics().",
      );
      return;
    }
    logger.warnOnce(
      `dropped-${what}-${reason}`,
      `${count} ${what}${count === 1 ? "" : "s"} dropped (${reason}): ${message}. ` +
        (isKept
          ? "What an evaluation made is kept beside its journal: resume it to send that. "
          : "") +
        "Further losses of this kind are only counted: see diagnostics().",
    );
  }

  reportShrunk(sizeBytes: number): void {
    this.shrunkSpans++;
    const { logger, maxSpanBytes } = this.options;
    logger.warnOnce(
      "shrunk",
      `A span of ${sizeBytes} bytes had its longest values cut to fit into ${maxSpanBytes}. ` +
        "Raise `maxSpanBytes`, or capture less. Further ones are only counted: see diagnostics().",
    );
  }

  /** What is lost when the program ends now. */
  reportLossAtExit(pending: number): void {
    if (pending <= 0) return;
    const { logger, serverUrl } = this.options;
    logger.warnOnce(
      "exit",
      `The program ends before ${pending} span${pending === 1 ? "" : "s"} or update${pending === 1 ? "" : "s"} ` +
        `could be sent to ${serverUrl} (${this.lastError ?? "no answer yet"}). ` +
        "Check that the server is reachable, or await `flush()` with a longer time.",
    );
  }
}
