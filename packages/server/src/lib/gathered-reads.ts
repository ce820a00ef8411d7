import { groupBy } from "./group-by.js";

interface Question<Found> {
  readonly projectId: string;
  readonly id: string;
  readonly resolve: (found: Found | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads what is stored in a project under the ids: what is not there is left out. */
type ReadMany<Found> = (
  projectId: string,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, Found>>;

/** A question about more of them takes room that others need. */
const maxAtOnce = 500;

/**
 * Reads for many who want to know one thing each: all who ask while the store answers are answered by its next answer. A
 * question takes the store as long for one as for a hundred.
 */
export class GatheredReads<Found> {
  readonly #readMany: ReadMany<Found>;
  readonly #waiting: Question<Found>[] = [];
  #isReading = false;

  constructor(readMany: ReadMany<Found>) {
    this.#readMany = readMany;
  }

  /** What is stored when this is called, or later; undefined where there is nothing. */
  read(projectId: string, id: string): Promise<Found | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ projectId, id, resolve, reject });
      if (!this.#isReading) void this.#answerAll();
    });
  }

  async #answerAll(): Promise<void> {
    this.#isReading = true;
    // Those who ask in the same turn are answered together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const round = groupBy(this.#waiting.splice(0, maxAtOnce), ({ projectId }) => projectId);
      await Promise.all([...round].map(([projectId, own]) => this.#answer(projectId, own)));
    }
    this.#isReading = false;
  }

  async #answer(projectId: string, questions: readonly Question<Found>[]): Promise<void> {
    try {
      const ids = [...new Set(questions.map(({ id }) => id))];
      const found = await this.#readMany(projectId, ids);
      for (const { id, resolve } of questions) resolve(found.get(id));
    } catch (error) {
      for (const { reject } of questions) reject(error);
    }
  }
}
