import type { Session } from "chdb";

/**
 * Lends out chDB sessions, at most `size` at a time.
 *
 * A session that saw an error is closed, never reused: chDB may still hold rows of the failed statement
 * and would put them in front of the next result.
 */
export class SessionPool {
  readonly #open: () => Promise<Session>;
  readonly #idle: Session[] = [];
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(size: number, open: () => Promise<Session>) {
    this.#free = size;
    this.#open = open;
  }

  async use<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free -= 1;
    try {
      return await this.#lend(work);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  async #lend<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const session = this.#idle.pop() ?? (await this.#open());
    try {
      const result = await work(session);
      this.#idle.push(session);
      return result;
    } catch (error) {
      session.close();
      throw error;
    }
  }
}
