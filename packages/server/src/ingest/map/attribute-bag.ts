import type { JsonObject } from "@honeyhive/contract";

import { setOwn } from "../../lib/json.js";

/**
 * The attributes of one span. Rules take what they understand out of it; what nobody took goes to metadata,
 * so that nothing is dropped and nothing is stored twice.
 */
export class AttributeBag {
  readonly #all: JsonObject;
  readonly #rest: Map<string, unknown>;

  constructor(attributes: JsonObject) {
    this.#all = attributes;
    this.#rest = new Map(Object.entries(attributes));
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
    for (const key in this.#all) if (key.startsWith(prefix)) return true;
    return false;
  }

  take(key: string): unknown {
    const value = this.#rest.get(key);
    this.#rest.delete(key);
    return value;
  }

  takeText(key: string): string | undefined {
    const value = this.take(key);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  /** Takes every attribute below a prefix, under what remains of its name. */
  takePrefix(prefix: string): Record<string, unknown> {
    const taken: Record<string, unknown> = {};
    for (const [key, value] of this.#rest) {
      if (!key.startsWith(prefix) || key.length === prefix.length) continue;
      setOwn(taken, key.slice(prefix.length), value);
      this.#rest.delete(key);
    }
    return taken;
  }

  takeRest(): Record<string, unknown> {
    return this.takePrefix("");
  }
}
