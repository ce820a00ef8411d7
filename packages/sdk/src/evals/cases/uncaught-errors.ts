import { AsyncLocalStorage } from "node:async_hooks";

import type { Logger } from "../../lib/logger.js";
import { describeError } from "../../lib/describe-error.js";
import { listenTogether, stopListening } from "./listen-together.js";

/** What a case is told of errors that its code has not caught. */
export class CaseErrors {
  /** Such as `case 3 (EXT-…)`. */
  readonly label: string;
  /** Ends the latest call of the function. @returns false when it is over already */
  fail: ((error: Error) => boolean) | undefined;
  /** Those that came after it. */
  readonly errors: unknown[] = [];
  hasEnded = false;

  constructor(label: string) {
    this.label = label;
  }

  /** @returns what is wrong with a case that seems to have gone well */
  end(): string | undefined {
    this.hasEnded = true;
    const [first, ...others] = this.errors;
    if (this.errors.length === 0) return undefined;
    const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
    return `Nobody caught: ${describeError(first).message}${more}`;
  }
}

/**
 * Errors that no code catches: a rejection that nobody awaits, a throw in a timer. Between `listen` and its end they are
 * those of the cases in which they began, instead of ending the process. All others end it as they would have.
 */
export class UncaughtErrors {
  /** What came of cases that had ended. */
  readonly late: string[] = [];
  private readonly current = new AsyncLocalStorage<CaseErrors>();
  private readonly logger: Pick<Logger, "warn">;

  constructor(logger: Pick<Logger, "warn">) {
    this.logger = logger;
  }

  runCase<Result>(label: string, run: (errors: CaseErrors) => Result): Result {
    const errors = new CaseErrors(label);
    return this.current.run(errors, run, errors);
  }

  /** Resolves when what ended cases have left for the next turn of the event loop has come. */
  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  /** @returns stops listening */
  listen(): () => void {
    const take = (error: unknown): boolean => this.take(error);
    const ends = [
      listenTogether("uncaughtException", take, endWithException),
      listenTogether("unhandledRejection", take, endWithRejection),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  /** @returns whether it is an error of a case */
  private take(error: unknown): boolean {
    const errors = this.current.getStore();
    if (errors === undefined) return false;
    if (errors.fail?.(toError(error)) === true) return true;
    if (!errors.hasEnded) errors.errors.push(error);
    else {
      const message = `${errors.label} had ended when an error came that nobody caught: ${describeError(error).message}`;
      this.late.push(message);
      this.logger.warn(`${message}.`);
    }
    return true;
  }
}

/** Nothing is listened for where they are not to be handled. */
export function listenForUncaught(
  isHandled: boolean,
  logger: Pick<Logger, "warn">,
): { readonly uncaught: UncaughtErrors | undefined; readonly unlisten: () => void } {
  if (!isHandled) return { uncaught: undefined, unlisten: () => undefined };
  const uncaught = new UncaughtErrors(logger);
  return { uncaught, unlisten: uncaught.listen() };
}

function endWithException(error: unknown): void {
  if (process.listenerCount("uncaughtException") > 1) return;
  stopListeningForUncaught();
  // Thrown from here, it would end the process as an error of ours.
  setImmediate(() => {
    throw error;
  });
}

function endWithRejection(reason: unknown): void {
  if (process.listenerCount("unhandledRejection") > 1) return;
  stopListeningForUncaught();
  void Promise.reject(toError(reason));
}

function stopListeningForUncaught(): void {
  stopListening("uncaughtException");
  stopListening("unhandledRejection");
}

function toError(value: unknown): Error {
  return value instanceof Error ? value : new Error(describeError(value).message);
}
