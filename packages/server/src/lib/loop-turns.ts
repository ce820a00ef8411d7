/** How long one turn may hold the event loop. */
const turnMs = 5;

/** Takes steps until that time; tells whether the work is done. */
type Work = (endMs: number) => boolean;

/**
 * Shares the event loop among long computations. Between two chances for sockets and timers there is one turn: short
 * computations share it, a long one has it alone, so that ten bodies at once hold the loop no longer than one.
 */
export class LoopTurns {
  readonly #waiting: Work[] = [];

  /** Takes all steps of the work, each of which has to be short. */
  async run<Result>(steps: Iterator<unknown, Result>): Promise<Result> {
    const takeResult = await new Promise<() => Result>((resolve) => {
      this.#waiting.push((endMs) => {
        const end = stepUntil(endMs, steps);
        if (end !== undefined) resolve(end);
        return end !== undefined;
      });
      if (this.#waiting.length === 1) this.#schedule();
    });
    return takeResult();
  }

  visit<Item>(items: Iterable<Item>, visit: (item: Item) => void): Promise<void> {
    return this.run(visiting(items, visit));
  }

  #schedule(): void {
    setImmediate(() => {
      this.#takeTurn();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #takeTurn(): void {
    const endMs = performance.now() + turnMs;
    do {
      const [work] = this.#waiting;
      if (work === undefined) return;
      const isDone = work(endMs);
      this.#waiting.shift();
      if (!isDone) this.#waiting.push(work);
    } while (performance.now() < endMs);
  }
}

/** How the work ended; undefined when there is more to do. */
function stepUntil<Result>(
  endMs: number,
  steps: Iterator<unknown, Result>,
): (() => Result) | undefined {
  try {
    do {
      const step = steps.next();
      if (step.done === true) return () => step.value;
    } while (performance.now() < endMs);
    return undefined;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function* visiting<Item>(
  items: Iterable<Item>,
  visit: (item: Item) => void,
): Generator<void, void> {
  for (const item of items) yield visit(item);
}
