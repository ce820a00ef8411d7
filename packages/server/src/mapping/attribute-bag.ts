import type { JsonObject } from "@honeyhive/contract";

import { setOwn } from "../lib/json.js";
import { AttributeNames } from "./attribute-names.js";

/**
 * The attributes of one span. Rules take what they understand out of it; what nobody took goes to metadata,
 * so that nothing is dropped and nothing is stored twice.
 */
export class AttributeBag {
  readonly names: AttributeNames;
  readonly #all: JsonObject;
  /** By the places of the names. */
  readonly #taken: boolean[] = [];

  constructor(attributes: JsonObject, names = new AttributeNames(Object.keys(attributes))) {
    this.#all = attributes;
    this.names = names;
  }

  /** Looks at a value, whether it was taken or not. */
  peek(key: string): unknown {
    return this.names.has(key) ? this.#all[key] : undefined;
  }

  peekText(key: string): string | undefined {
    const value = this.peek(key);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  hasPrefix(prefix: string): boolean {
    return this.names.below(prefix).length > 0;
  }

  take(key: string): unknown {
    const place = this.names.placeOf(key);
    if (place === undefined || this.#taken[place] === true) return undefined;
    const value = this.#all[key];
    if (value !== undefined) this.#taken[place] = true;
    return value;
  }

  takeText(key: string): string | undefined {
    const value = this.take(key);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  /** Takes every attribute below a prefix, under what remains of its name. */
  takePrefix(
    prefix: string,
    convert: (value: unknown, rest: string) => unknown = (value) => value,
  ): Record<string, unknown> {
    const taken: Record<string, unknown> = {};
    for (const { name, place, rest } of this.names.below(prefix)) {
      if (rest === "" || this.#taken[place] === true) continue;
      setOwn(taken, rest, convert(this.#all[name], rest));
      this.#taken[place] = true;
    }
    return taken;
  }

  takeRest(): Record<string, unknown> {
    return this.takePrefix("");
  }
}
