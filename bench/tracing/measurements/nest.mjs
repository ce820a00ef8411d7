import { batchSize, measureCalls } from "../lib/batches.mjs";
import { createInput, output } from "../lib/payload.mjs";

const depth = 5;

export const title = "Nested five deep, 1 KB in and out at each level";
export const metrics = [{ key: "rootUs", label: "CPU µs/root", hasRatio: true }];
export const sizes = {
  full: { warmUpMs: 1000, durationMs: 1200 },
  quick: { warmUpMs: 100, durationMs: 100 },
};

export async function inProcess({ contestant, sizes: wanted }) {
  const input = createInput();
  const root = wrapNested(contestant.wrap, depth);
  const rootUs = await measureCalls({
    callOnce: () => root(input),
    calls: batchSize / depth,
    flush: contestant.flush,
    sizes: wanted,
  });
  return { rootUs };
}

function wrapNested(wrap, levels) {
  const inner = levels > 1 ? wrapNested(wrap, levels - 1) : undefined;
  return wrap(async function level(input) {
    await inner?.(input);
    return output;
  });
}
