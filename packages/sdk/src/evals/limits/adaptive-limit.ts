/**
 * Runs at most so many things at a time, in order. The limit adapts as TCP does: halved when a service asks for fewer
 * calls, raised by about one with each limit's worth of calls that went well, up to where it started.
 */
export class AdaptiveLimit {
  private readonly maximum: number;
  private current: number;
  private running = 0;
  private startedCount = 0;
  /** Calls that had started by the last decrease have been answered for with it. */
  private decreasedAt = 0;
  private lowest: number;
  private readonly waiting: (() => void)[] = [];
  private nextWaiting = 0;

  constructor(maximum: number) {
    this.maximum = maximum;
    this.current = maximum;
    this.lowest = maximum;
  }

  /** The fewest that it has ever allowed at a time. */
  get lowestLimit(): number {
    return Math.floor(this.lowest);
  }

  /** Gives a turn, at once where nobody has to wait. Whoever gets it leaves it when the work is over. */
  enter(): Turn | Promise<Turn> {
    if (this.running >= Math.floor(this.current)) {
      return new Promise<void>((resolve) => this.waiting.push(resolve)).then(() => this.begin());
    }
    this.running++;
    return this.begin();
  }

  private begin(): Turn {
    let isThrottled = false;
    let startedAt = this.startedCount++;
    return {
      throttle: () => {
        isThrottled = true;
        this.decrease(startedAt);
        startedAt = this.startedCount++;
      },
      leave: () => this.leave(isThrottled),
    };
  }

  private leave(isThrottled: boolean): void {
    if (!isThrottled) this.current = Math.min(this.maximum, this.current + 1 / this.current);
    this.running--;
    if (this.waiting.length > 0) this.wake();
  }

  private decrease(startedAt: number): void {
    if (startedAt < this.decreasedAt) return;
    this.current = Math.max(1, this.current / 2);
    this.lowest = Math.min(this.lowest, this.current);
    this.decreasedAt = this.startedCount;
  }

  /** Turns are handed on at once, so that nobody who comes later can be faster. */
  private wake(): void {
    while (this.running < Math.floor(this.current) && this.nextWaiting < this.waiting.length) {
      const resolve = this.waiting[this.nextWaiting++];
      this.running++;
      resolve?.();
    }
    if (this.nextWaiting === this.waiting.length) {
      this.waiting.length = 0;
      this.nextWaiting = 0;
    }
  }
}

export interface Turn {
  /** Says that a service has asked for fewer calls. */
  readonly throttle: () => void;
  /** Says that the work is over. */
  readonly leave: () => void;
}
