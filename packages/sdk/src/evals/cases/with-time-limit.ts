import { HoneyHiveError } from "../../errors.js";
import { maxTimerMs } from "../../max-timer.js";

/** What a call is told of its limit. */
export interface TimeLimit {
  /** Aborts when the call is no longer waited for. Made when it is asked for: most calls never do. */
  readonly signal: AbortSignal;
}

/**
 * Settles as `call` does, or rejects when the time is over or `cancelled` aborts, whichever comes first. The call is
 * told through its limit's signal and then no longer waited for.
 */
export function withTimeLimit<Result>(
  timeoutMs: number,
  cancelled: AbortSignal | undefined,
  call: (limit: TimeLimit) => Result | Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const controller = new LazyAbortController();
    const release = (): void => {
      clearTimeout(timer);
      cancelled?.removeEventListener("abort", onCancel);
    };
    const stop = (error: HoneyHiveError): void => {
      release();
      controller.abort(error);
      reject(error);
    };
    const onCancel = (): void =>
      stop(new HoneyHiveError("CANCELLED", "The evaluation was cancelled."));
    const onTimeout = (): void =>
      stop(
        new HoneyHiveError(
          "CASE_TIMED_OUT",
          `Expected an answer within ${timeoutMs} ms, got none. Pass a larger \`timeoutMs\`, or look why it hangs.`,
        ),
      );
    const timer = setTimeout(onTimeout, Math.min(timeoutMs, maxTimerMs));
    if (cancelled?.aborted === true) {
      onCancel();
      return;
    }
    cancelled?.addEventListener("abort", onCancel);
    // What the call throws at once rejects, too.
    const called = new Promise<Result>((give) => give(call(controller)));
    void called.then(resolve, reject).then(release);
  });
}

class LazyAbortController implements TimeLimit {
  private controller: AbortController | undefined;
  private reason: Error | undefined;

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.reason !== undefined) this.controller.abort(this.reason);
    return this.controller.signal;
  }

  abort(reason: Error): void {
    this.reason = reason;
    this.controller?.abort(reason);
  }
}
