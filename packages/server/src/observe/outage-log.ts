import type { LogFields, ServerLogger } from "./logger.js";

export interface OutageLogOptions {
  readonly logger: ServerLogger;
  /** Of the line that says that it began. Default `error`. */
  readonly level?: "error" | "warn";
  /** What is wrong, what is tried and what clients are told. */
  readonly beginning: string;
  readonly end: string;
  readonly isOver: () => Promise<boolean>;
}

interface Outage {
  readonly sinceMs: number;
  readonly timer: NodeJS.Timeout;
  refusedRequests: number;
  /** When it was found to be over, unless requests were refused after that. */
  overSinceMs: number | undefined;
}

const pollMs = 1000;
/** What comes and goes in less time is one outage. */
const calmMs = 5000;

/** Says once that something is out, and once that it is back, however many requests are refused in between. */
export class OutageLog {
  readonly #options: OutageLogOptions;
  #outage: Outage | undefined;
  #isClosed = false;

  constructor(options: OutageLogOptions) {
    this.#options = options;
  }

  /** A request that was refused for it; the first one is told with its fields. */
  refused(reason: string, fields: LogFields = {}): void {
    if (this.#isClosed) return;
    this.#outage ??= this.#begin(reason, fields);
    this.#outage.refusedRequests += 1;
    this.#outage.overSinceMs = undefined;
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#outage?.timer);
  }

  #begin(reason: string, fields: LogFields): Outage {
    const { logger, level = "error", beginning } = this.#options;
    logger[level](beginning, { ...fields, reason });
    const timer = setInterval(() => void this.#look(), pollMs).unref();
    return { sinceMs: performance.now(), timer, refusedRequests: 0, overSinceMs: undefined };
  }

  async #look(): Promise<void> {
    const outage = this.#outage;
    if (outage === undefined) return;
    const refusedBefore = outage.refusedRequests;
    const isOver = await this.#options.isOver().catch(() => false);
    // Another look may have ended it, and requests that were refused meanwhile know better.
    if (this.#isClosed || this.#outage !== outage) return;
    if (!isOver || outage.refusedRequests !== refusedBefore) outage.overSinceMs = undefined;
    else outage.overSinceMs ??= performance.now();
    const { overSinceMs } = outage;
    if (overSinceMs !== undefined && performance.now() - overSinceMs >= calmMs) {
      this.#end(outage, overSinceMs);
    }
  }

  #end({ timer, sinceMs, refusedRequests }: Outage, overSinceMs: number): void {
    clearInterval(timer);
    this.#outage = undefined;
    const seconds = Math.round((overSinceMs - sinceMs) / 100) / 10;
    this.#options.logger.warn(this.#options.end, { seconds, refusedRequests });
  }
}
