import { pickSearch, type Search } from "../../lib/address/search-params.js";

const keys = ["tab", "name", "open"] as const;

/** `tab` is `tools` for tools, `open` the id of what is shown beside the list. */
export type PromptsSearch = Search<(typeof keys)[number]>;

export function parsePromptsSearch(search: Readonly<Record<string, unknown>>): PromptsSearch {
  return pickSearch(search, keys);
}
