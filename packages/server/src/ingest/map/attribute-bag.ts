import type { JsonObject } from "@honeyhive/contract";

import { setOwn } from "../../lib/json.js";

/**
 * The attributes of one span. Rules take what they understand out of it; what nobody took goes to metadata,
 * so that nothing is dropped and nothing is stored twice.
 */
export class AttributeBag {
  readonly #all: JsonObject;
  readonly #names: readonly string[];
  readonly #taken = new Set<string>();
  /** What stands before the first dot of each name: most prefixes that are asked for are of other emitters. */
  readonly #heads = new Set<string>();

  constructor(attributes: JsonObject) {
    this.#all = attributes;
    this.#names = Object.keys(attributes);
    for (const key of this.#names) this.#heads.add(headOf(key) ?? key);
  }

  /** Looks at a value, whether it was taken or not. */
  peek(key: string): unknown {
    return Object.hasOwn(this.#all, key) ? this.#all[key] : undefined;
  }

  peekText(key: string): string | undefined {
    const value = this.peek(key);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  hasPrefix(prefix: string): boolean {
    if (!this.#mayHave(prefix)) return false;
    return this.#names.some((key) => key.startsWith(prefix));
  }

  take(key: string): unknown {
    if (this.#taken.has(key)) return undefined;
    const value = this.peek(key);
    if (value !== undefined) this.#taken.add(key);
    return value;
  }

  takeText(key: string): string | undefined {
    const value = this.take(key);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  /** Takes every attribute below a prefix, under what remains of its name. */
  takePrefix(prefix: string): Record<string, unknown> {
    const taken: Record<string, unknown> = {};
    if (!this.#mayHave(prefix)) return taken;
    for (const key of this.#names) {
      if (!key.startsWith(prefix) || key.length === prefix.length || this.#taken.has(key)) continue;
      setOwn(taken, key.slice(prefix.length), this.#all[key]);
      this.#taken.add(key);
    }
    return taken;
  }

  takeRest(): Record<string, unknown> {
    return this.takePrefix("");
  }

  #mayHave(prefix: string): boolean {
    const head = headOf(prefix);
    return head === undefined || this.#heads.has(head);
  }
}

function headOf(name: string): string | undefined {
  const end = name.indexOf(".");
  return end === -1 ? undefined : name.slice(0, end);
}
