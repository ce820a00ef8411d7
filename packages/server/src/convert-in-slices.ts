/** How long a conversion may hold the event loop before others get a turn. */
const sliceMs = 10;

/** Like `Array.from(items, convert)`, but a long list does not keep other requests waiting. */
export async function convertInSlices<Item, Result>(
  items: Iterable<Item>,
  convert: (item: Item) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  let sliceEndMs = performance.now() + sliceMs;
  for (const item of items) {
    results.push(convert(item));
    if (performance.now() < sliceEndMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    sliceEndMs = performance.now() + sliceMs;
  }
  return results;
}
