/** How long one turn may hold the event loop. */
const turnMs = 5;

/**
 * Shares the event loop among long computations. Of all that wait, one gets a turn between two chances for sockets
 * and timers, so that ten bodies at once hold the loop no longer than one.
 */
export class LoopTurns {
  readonly #waiting: (() => void)[] = [];

  /** Takes all steps of the work, each of which has to be short. */
  async run<Result>(work: Iterator<unknown, Result>): Promise<Result> {
    for (;;) {
      const endMs = (await this.#nextTurn()) + turnMs;
      do {
        const step = work.next();
        if (step.done === true) return step.value;
      } while (performance.now() < endMs);
    }
  }

  visit<Item>(items: Iterable<Item>, visit: (item: Item) => void): Promise<void> {
    return this.run(visiting(items, visit));
  }

  /** Resolves to the time at which the turn begins. */
  #nextTurn(): Promise<number> {
    return new Promise((resolve) => {
      this.#waiting.push(() => resolve(performance.now()));
      if (this.#waiting.length === 1) this.#schedule();
    });
  }

  #schedule(): void {
    setImmediate(() => {
      this.#waiting.shift()?.();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }
}

function* visiting<Item>(
  items: Iterable<Item>,
  visit: (item: Item) => void,
): Generator<void, void> {
  for (const item of items) yield visit(item);
}
