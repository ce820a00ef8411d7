export const label = "bare loop";

/** A limit on what runs at once, as p-limit sets it, and nothing else. */
export async function evaluateWith({ count, concurrency, task }) {
  let [next, passed] = [0, 0];
  const worker = async () => {
    while (next < count) {
      const n = next++;
      if ((await task(n)) === `answer to marker-${n}`) passed++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return passed;
}
