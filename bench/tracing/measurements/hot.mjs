import { batchSize, measureCalls } from "../lib/batches.mjs";
import { createInput, output } from "../lib/payload.mjs";

export const title = "Wrapping an async function, 1 KB in and out";
export const metrics = [{ key: "callUs", label: "CPU µs/call", hasRatio: true }];
export const sizes = {
  full: { warmUpMs: 1000, durationMs: 1200 },
  quick: { warmUpMs: 100, durationMs: 100 },
};

export async function inProcess({ contestant, sizes: wanted }) {
  const input = createInput();
  const answer = contestant.wrap(async function answer(_input) {
    return output;
  });
  const callUs = await measureCalls({
    callOnce: () => answer(input),
    calls: batchSize,
    flush: contestant.flush,
    sizes: wanted,
  });
  return { callUs };
}
