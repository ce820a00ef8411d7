/** How long visits may hold the event loop before others get a turn. */
const sliceMs = 10;

/** Visits every item, but a long list does not keep other requests waiting. */
export async function visitInSlices<Item>(
  items: Iterable<Item>,
  visit: (item: Item) => void,
): Promise<void> {
  let sliceEndMs = performance.now() + sliceMs;
  for (const item of items) {
    visit(item);
    if (performance.now() < sliceEndMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    sliceEndMs = performance.now() + sliceMs;
  }
}
