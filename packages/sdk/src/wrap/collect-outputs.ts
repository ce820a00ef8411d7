/** Keeps the first items that a stream gives, and counts the rest. */
export interface OutputCollector {
  add(item: unknown): void;
  /** Text and bytes that came in pieces are one text; anything else is a list. */
  result(): unknown;
}

const maxItems = 1000;

export function createOutputCollector(): OutputCollector {
  const items: unknown[] = [];
  let count = 0;
  return {
    add: (item) => {
      if (++count <= maxItems) items.push(item);
    },
    result: () => {
      const more = count - items.length;
      const text = joinText(items);
      if (text !== undefined) return more > 0 ? `${text} [${more} more pieces]` : text;
      return more > 0 ? [...items, `[${more} more]`] : items;
    },
  };
}

function joinText(items: readonly unknown[]): string | undefined {
  if (items.length === 0) return undefined;
  const decoder = new TextDecoder();
  let text = "";
  for (const item of items) {
    if (typeof item === "string") text += item;
    else if (item instanceof Uint8Array) text += decoder.decode(item, { stream: true });
    else return undefined;
  }
  return text;
}
