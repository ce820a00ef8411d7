/** View state in the URL: every value is plain text, so that links stay readable and can be typed. */
export type SearchValues = Readonly<Record<string, string>>;

export function parseSearch(text: string): SearchValues {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const result = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (typeof value === "string" && value !== "") result.set(key, value);
  }
  const text = result.toString();
  return text === "" ? "" : `?${text}`;
}

/** Some values of a page's view state; as a change of it, `undefined` removes a value. */
export type Search<Key extends string> = Readonly<Partial<Record<Key, string | undefined>>>;

/** The named keys of a search that hold text; anything else in the URL is ignored. */
export function pickSearch<Key extends string>(
  search: Readonly<Record<string, unknown>>,
  keys: readonly Key[],
): Search<Key> {
  const result: Partial<Record<Key, string | undefined>> = {};
  for (const key of keys) {
    const value = search[key];
    if (typeof value === "string" && value !== "") result[key] = value;
  }
  return result;
}

export function parseList(text: string | undefined): readonly string[] {
  return text === undefined || text === "" ? [] : text.split(",");
}

export function toList(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : items.join(",");
}
