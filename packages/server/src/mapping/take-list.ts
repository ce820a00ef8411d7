import { isJsonObject } from "../lib/json.js";
import type { AttributeBag } from "./attribute-bag.js";
import { unflatten } from "./unflatten.js";

/** The list that is spread over `<prefix>.0.…`, `<prefix>.1.…`; gaps are closed. */
export function takeList(bag: AttributeBag, prefix: string): readonly unknown[] {
  const below = `${prefix}.`;
  if (!bag.hasPrefix(below)) return [];
  const flat = bag.takePrefix(below);
  const entries = Object.entries(flat).map(([key, value]) => [`list.${key}`, value]);
  const { list } = unflatten(Object.fromEntries(entries) as Record<string, unknown>);
  if (Array.isArray(list)) return list;
  return isJsonObject(list) ? Object.values(list) : [];
}
