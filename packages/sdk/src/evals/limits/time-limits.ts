import { AsyncResource } from "node:async_hooks";

import { HoneyHiveError } from "../../lib/errors.js";
import { LinkedList, type Linked } from "../../lib/linked-list.js";
import { maxTimerMs } from "../../lib/max-timer.js";
import { runUntraced } from "../../scope/active-scope.js";
import { isThenable } from "../../lib/is-thenable.js";

/** What a call is told of its limit. */
export interface TimeLimit {
  /** Aborts when the call is no longer waited for. Made when it is asked for: most calls never do. */
  readonly signal: AbortSignal;
}

const limitOf = Symbol("limit");

/** One getter for all objects: one of a literal's own would make each of them a kind by itself. */
const signalProperty = {
  enumerable: true,
  configurable: true,
  get(this: { readonly [limitOf]: TimeLimit }): AbortSignal {
    return this[limitOf].signal;
  },
};

/** The object itself, with the signal of a limit, which is made when it is asked for. */
export function withSignal<Fields extends object>(
  fields: Fields,
  limit: TimeLimit,
): Fields & TimeLimit {
  Object.defineProperty(fields, limitOf, { value: limit });
  // It has the property from here on.
  return Object.defineProperty(fields, "signal", signalProperty) as Fields & TimeLimit;
}

/**
 * Gives calls the same time each. One that has not settled when it is over, or when `cancelled` aborts, is told through
 * its limit's signal, rejected and no longer waited for. Who starts first ends first, so one timer serves them all.
 */
export class TimeLimits {
  private readonly timeoutMs: number;
  private readonly cancelled: AbortSignal | undefined;
  /** In the order in which their time is over. */
  private readonly running = new LinkedList<LimitedCall>();
  /** Told to stop, and when: they may still do something about it. */
  private readonly stopped = new Map<LimitedCall, number>();
  private onAllSettled: () => void = nothing;
  private timer: NodeJS.Timeout | undefined;

  constructor(timeoutMs: number, cancelled: AbortSignal | undefined) {
    this.timeoutMs = timeoutMs;
    this.cancelled = cancelled;
    cancelled?.addEventListener("abort", () => this.cancelAll(), { once: true });
  }

  /**
   * Gives at once what the call gives at once. Throws what it throws, and when there is no time to begin with.
   *
   * @param onEnd called when the call is over or no longer waited for
   */
  run<Result>(
    call: (limit: TimeLimit) => Result | Promise<Result>,
    onEnd: () => void = nothing,
  ): Result | Promise<Result> {
    if (this.cancelled?.aborted === true) throw cancelledError();
    const limited = new LimitedCall(performance.now() + this.timeoutMs, onEnd);
    this.running.add(limited);
    let isPending = false;
    try {
      const returned = call(limited);
      if (isThenable(returned)) {
        isPending = true;
        this.timer ??= this.schedule(limited.endsAt - performance.now());
        return this.follow(returned, limited);
      }
      if (limited.reason !== undefined) throw limited.reason;
      return returned;
    } finally {
      if (!isPending) this.settle(limited);
    }
  }

  /** No longer waits for the call of a limit, which is rejected with `reason`. @returns false when it is over already */
  fail(limit: TimeLimit, reason: Error): boolean {
    if (!(limit instanceof LimitedCall) || !this.running.has(limit)) return false;
    this.stop(limit, reason);
    return true;
  }

  /**
   * Resolves when every call that was told to stop has settled, or has had `graceMs` since: what it records on its way
   * out is recorded by then.
   */
  async settleStopped(graceMs: number): Promise<void> {
    let endsAt = 0;
    for (const stoppedAt of this.stopped.values()) endsAt = Math.max(endsAt, stoppedAt + graceMs);
    const waitMs = endsAt - performance.now();
    if (waitMs <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.onAllSettled = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private follow<Result>(promise: PromiseLike<Result>, limited: LimitedCall): Promise<Result> {
    return new Promise((resolve, reject) => {
      limited.onStop(reject);
      Promise.resolve(promise).then(
        (value) => {
          this.settle(limited);
          resolve(value);
        },
        // It may be anything that a call can throw, and is handed on.
        (error: Error) => {
          this.settle(limited);
          reject(error);
        },
      );
    });
  }

  private settle(limited: LimitedCall): void {
    this.leave(limited);
    if (this.stopped.delete(limited) && this.stopped.size === 0) this.onAllSettled();
  }

  private leave(limited: LimitedCall): void {
    if (!this.running.remove(limited)) return;
    limited.onEnd();
    if (!this.running.isEmpty) return;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private schedule(delayMs: number): NodeJS.Timeout {
    const stop = (): void => this.stopOverdue();
    // A call that held up the program is overdue already, and Node warns of timers in the past.
    const inMs = Math.min(Math.max(0, delayMs), maxTimerMs);
    // It serves all calls: the scope of the one that happens to start it is not held.
    return runUntraced(() => setTimeout(stop, inMs));
  }

  private stopOverdue(): void {
    this.timer = undefined;
    const now = performance.now();
    for (let limited = this.running.first; limited; limited = this.running.first) {
      if (limited.endsAt > now) {
        this.timer = this.schedule(limited.endsAt - now);
        return;
      }
      this.stop(
        limited,
        new HoneyHiveError(
          "CASE_TIMED_OUT",
          `Expected an answer within ${this.timeoutMs} ms, got none. Pass a larger \`timeoutMs\`, or look why it hangs.`,
        ),
      );
    }
  }

  private cancelAll(): void {
    for (let limited = this.running.first; limited; limited = this.running.first) {
      this.stop(limited, cancelledError());
    }
  }

  private stop(limited: LimitedCall, reason: Error): void {
    this.leave(limited);
    this.stopped.set(limited, performance.now());
    limited.stop(reason);
  }
}

const nothing = (): void => undefined;

function cancelledError(): HoneyHiveError {
  return new HoneyHiveError("CANCELLED", "The evaluation was cancelled.");
}

class LimitedCall implements TimeLimit, Linked<LimitedCall> {
  previous: LimitedCall | undefined;
  next: LimitedCall | undefined;
  readonly endsAt: number;
  readonly onEnd: () => void;
  /** Why the call is no longer waited for. */
  reason: Error | undefined;
  private controller: AbortController | undefined;
  /** Of whoever asked for the signal: what listens to it belongs to the call, whoever's timer it is that ends it. */
  private scope: AsyncResource | undefined;
  private reject: ((reason: Error) => void) | undefined;

  constructor(endsAt: number, onEnd: () => void) {
    this.endsAt = endsAt;
    this.onEnd = onEnd;
  }

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      this.scope = new AsyncResource("TimeLimit");
    }
    if (this.reason !== undefined) this.controller.abort(this.reason);
    return this.controller.signal;
  }

  onStop(reject: (reason: Error) => void): void {
    this.reject = reject;
    if (this.reason !== undefined) reject(this.reason);
  }

  stop(reason: Error): void {
    this.reason = reason;
    this.scope?.runInAsyncScope(() => this.controller?.abort(reason));
    this.reject?.(reason);
  }
}
