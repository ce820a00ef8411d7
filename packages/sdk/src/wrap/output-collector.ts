/** Keeps of what a stream gives as much as is recorded. */
export interface OutputCollector {
  add(item: unknown): void;
  /** Text and bytes that came in pieces are one text, bytes that are no text their number; anything else is a list. */
  result(): unknown;
}

/** For streams whose outputs nobody wants. */
export function ignoreItems(): OutputCollector {
  return { add: () => undefined, result: () => undefined };
}
