/** Lets a few of many do their work at once, in the order in which they came. */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  readonly #limits: { readonly running: number; readonly waiting: number };
  #running = 0;

  constructor(limits: { readonly running: number; readonly waiting: number }) {
    this.#limits = limits;
  }

  /** Rejects with what `refuse` makes when too many wait already. */
  async take<Result>(work: () => Promise<Result>, refuse: () => Error): Promise<Result> {
    if (this.#waiting.length >= this.#limits.waiting) throw refuse();
    if (this.#running < this.#limits.running) this.#running += 1;
    else {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    try {
      return await work();
    } finally {
      // Whoever waits takes over the place, before anybody who comes now.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
