import type { Store } from "./store.js";

/** Asks for what is found in rows of `events` outside of these parts: `_part NOT IN …`. */
type AskElsewhere = (knownParts: readonly string[]) => Promise<readonly string[]>;

export interface PartQuestion {
  /** Alike for the same question, and for no other. */
  readonly key: string;
  readonly ask: AskElsewhere;
  /** Whether the answer is kept, told after it came. Default: it is. */
  readonly isValid?: () => Promise<boolean>;
}

interface Answer {
  readonly found: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
}

const maxKept = 200;

/**
 * Answers that may hold more than there is and must not lack anything, such as which sessions have rows of a kind in
 * any version. Parts never change: what was found in one is found there as long as it is there, whatever was merged
 * into others is in a part that nobody has looked at, and rows that are gone may stay in the answer. So the same
 * question is asked again of new parts alone. Where servers share the store it is asked of all: nodes have parts of
 * their own.
 */
export class AnswersByPart {
  /** The one that was used longest ago comes first. */
  readonly #answers = new Map<string, Answer>();

  async find(store: Store, { key, ask, isValid }: PartQuestion): Promise<readonly string[]> {
    const parts = await store.listParts();
    if (parts === undefined) return ask([]);
    const now = new Map(parts.map(({ id, name }) => [id, name]));
    const known = this.#answers.get(key);
    const knownIds = [...now.keys()].filter((id) => known?.parts.has(id) === true);
    const isComplete = known !== undefined && knownIds.length === now.size;
    const fresh = isComplete ? [] : await ask(knownIds.flatMap((id) => now.get(id) ?? []));
    const found = new Set([...(known?.found ?? []), ...fresh]);
    this.#answers.delete(key);
    if (isComplete || isValid === undefined || (await isValid())) {
      this.#keep(key, { found, parts: new Set(now.keys()) });
    }
    return [...found];
  }

  #keep(key: string, answer: Answer): void {
    this.#answers.set(key, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= maxKept) return;
      this.#answers.delete(oldest);
    }
  }
}
