/** What values say, for a search without regard to case and line breaks; worked out when it is first asked for. */
export function lazySearchText(values: () => readonly unknown[]): () => string {
  let text: string | undefined;
  return () => (text ??= searchText(values()));
}

export function toSearchText(text: string): string {
  return text.replace(/\s+/g, " ").trim().toLowerCase();
}

/** Keys and texts as they read, without the quotes and escapes of JSON. */
function searchText(values: readonly unknown[]): string {
  const parts: string[] = [];
  const rest = values.toReversed();
  while (rest.length > 0) {
    const value = rest.pop();
    if (Array.isArray(value)) rest.push(...value.toReversed());
    else if (typeof value === "object" && value !== null) {
      for (const [key, item] of Object.entries(value).toReversed()) rest.push(item, `${key}:`);
    } else if (value !== undefined && value !== null) parts.push(String(value));
  }
  return toSearchText(parts.join(" "));
}
