import { HttpError } from "../lib/http-error.js";
import type { Store } from "../store/store.js";
import { StoreError } from "../store/store-error.js";
import type { LogFields, ServerLogger } from "./logger.js";
import { OutageLog } from "./outage-log.js";

/** Tells of requests that failed: what may be a defect with its stack, and an outage of the store, or a flood, once. */
export class FailureLog {
  readonly #logger: ServerLogger;
  readonly #unavailable: OutageLog;
  readonly #full: OutageLog;
  readonly #limited: OutageLog;
  readonly #overloaded: OutageLog;

  constructor(logger: ServerLogger, store: Store) {
    this.#logger = logger;
    this.#unavailable = new OutageLog({
      logger,
      beginning:
        "The store does not answer, and is asked each second whether it does. " +
        "Requests that need it are answered with 503 and STORE_UNAVAILABLE.",
      end: "The store answers again.",
      isOver: async () => {
        const { ready, shardsDown = [] } = await store.health();
        return ready && shardsDown.length === 0;
      },
    });
    this.#full = new OutageLog({
      logger,
      beginning:
        "The disk of the store is full: make room. " +
        "Requests that store something are tried, and answered with 503 and STORE_FULL.",
      end: "The disk of the store has room again.",
      isOver: () => Promise.resolve(!store.isFull),
    });
    // It is over when nobody has been refused for some seconds.
    const flood = { logger, level: "warn", isOver: () => Promise.resolve(true) } as const;
    this.#limited = new OutageLog({
      ...flood,
      beginning: "A client sends more requests than its limit: they are answered with 429.",
      end: "No client sends more requests than its limit any more.",
    });
    this.#overloaded = new OutageLog({
      ...flood,
      beginning: "More comes than can be taken: requests are answered with 429.",
      end: "What comes can be taken again.",
    });
  }

  /** `thrown` is undefined where the answer itself says that it is no success. */
  requestFailed(message: string, thrown: unknown, fields: LogFields = {}): void {
    const error = causeOf(thrown);
    const outage = this.#outageOf(error);
    if (outage !== undefined) {
      outage.refused(reasonOf(error));
      this.#logger.debug(message, { ...fields, reason: reasonOf(error) });
    } else if (thrown === undefined) this.#logger.debug(message, fields);
    else if (isNoDefect(error)) {
      this.#logger.warn(message, { ...fields, code: error.code, reason: reasonOf(error) });
    } else this.#logger.error(message, { ...fields, error });
  }

  /** Answered with 429. */
  requestRefused(message: string, thrown: unknown, fields: LogFields = {}): void {
    const error = causeOf(thrown);
    const flood = codeOfRefusal(thrown) === "RATE_LIMITED" ? this.#limited : this.#overloaded;
    flood.refused(reasonOf(error), fields);
    this.#logger.debug(message, { ...fields, reason: reasonOf(error) });
  }

  close(): void {
    for (const log of [this.#unavailable, this.#full, this.#limited, this.#overloaded]) log.close();
  }

  #outageOf(error: unknown): OutageLog | undefined {
    if (!(error instanceof StoreError)) return undefined;
    if (error.code === "STORE_FULL") return this.#full;
    const isOut = error.code === "STORE_UNAVAILABLE" || error.code === "STORE_INTERRUPTED";
    return isOut ? this.#unavailable : undefined;
  }
}

/** Of an answer with 429: too many requests of one client, or more of all than can be taken. */
export function codeOfRefusal(thrown: unknown): "RATE_LIMITED" | "OVERLOADED" {
  const isLimited = thrown instanceof HttpError && thrown.code === "RATE_LIMITED";
  return isLimited ? "RATE_LIMITED" : "OVERLOADED";
}

/** Answers that are errors tell little of what caused them. */
function causeOf(thrown: unknown): unknown {
  return thrown instanceof HttpError ? (thrown.cause ?? thrown) : thrown;
}

/** What was asked took too long, or another server that it takes did not answer. */
function isNoDefect(error: unknown): error is StoreError | HttpError {
  if (error instanceof StoreError) return error.code === "QUERY_TIMEOUT";
  return error instanceof HttpError && error.status !== 500;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
