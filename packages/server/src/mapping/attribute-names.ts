import type { JsonObject } from "@honeyhive/contract";

import { unflatten } from "./unflatten.js";

/** A name, its place among all of them, and what follows the prefix that was asked for. */
export interface NameBelow {
  readonly name: string;
  readonly place: number;
  readonly rest: string;
}

/**
 * The names of a span's attributes, and what follows from the names alone. Spans of one emitter have the same names,
 * so that it is worked out for the first of them only.
 */
export class AttributeNames {
  readonly all: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #below = new Map<string, readonly NameBelow[]>();
  readonly #derived = new Map<object, unknown>();

  constructor(names: readonly string[]) {
    this.all = names;
    this.#places = new Map(names.map((name, place) => [name, place]));
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  /** Which of all names it is; undefined when it is none of them. */
  placeOf(name: string): number | undefined {
    return this.#places.get(name);
  }

  /** Those that begin with the prefix. */
  below(prefix: string): readonly NameBelow[] {
    let names = this.#below.get(prefix);
    if (names === undefined) {
      names = this.all.flatMap((name, place) =>
        name.startsWith(prefix) ? [{ name, place, rest: name.slice(prefix.length) }] : [],
      );
      this.#below.set(prefix, names);
    }
    return names;
  }

  /** Those entries of a constant table that are about any of the names. */
  relevant<Entry>(
    table: readonly Entry[],
    isRelevant: (entry: Entry, names: AttributeNames) => boolean,
  ): readonly Entry[] {
    // A table is always asked about in the same way.
    let entries = this.#derived.get(table) as readonly Entry[] | undefined;
    if (entries === undefined) {
      entries = table.filter((entry) => isRelevant(entry, this));
      this.#derived.set(table, entries);
    }
    return entries;
  }
}

const maxRemembered = 256;
/** Longer lists are numbered messages, which hardly come twice. */
const maxCharacters = 4096;

/** The names that were seen lately, and the last resource. */
export class KnownNames {
  readonly #known = new Map<string, AttributeNames>();
  /** The last of so many names: spans that follow each other are mostly alike, and no text is made of their names. */
  readonly #lastOfLength = new Map<number, AttributeNames>();
  #resource: JsonObject = {};
  #unflattened: JsonObject = {};

  of(attributes: object): AttributeNames {
    const names = Object.keys(attributes);
    const last = this.#lastOfLength.get(names.length);
    if (last !== undefined && last.all.every((name, place) => name === names[place])) return last;
    const key = names.join("\n");
    if (key.length > maxCharacters) return new AttributeNames(names);
    const known = this.#known.get(key) ?? this.#remember(key, new AttributeNames(names));
    this.#lastOfLength.set(names.length, known);
    return known;
  }

  #remember(key: string, names: AttributeNames): AttributeNames {
    if (this.#known.size >= maxRemembered) {
      this.#known.clear();
      this.#lastOfLength.clear();
    }
    this.#known.set(key, names);
    return names;
  }

  /** Spans that follow each other share their resource, and unfolding it takes longer than mapping one of them. */
  unflattened(resource: JsonObject): JsonObject {
    if (resource !== this.#resource) {
      this.#unflattened = unflatten(resource);
      this.#resource = resource;
    }
    return this.#unflattened;
  }
}
