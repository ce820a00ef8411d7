import { monitorEventLoopDelay } from "node:perf_hooks";

import { createInput, output } from "../lib/payload.mjs";
import { sendAtRate } from "../lib/send-at-rate.mjs";

const rate = 1000;

export const title = "Event-loop delay at 1,000 spans/s";
export const metrics = [
  { key: "p99Ms", label: "p99 ms", hasRatio: true },
  { key: "maxMs", label: "max ms" },
];
export const sizes = {
  full: { warmUpMs: 1000, durationMs: 4000 },
  quick: { warmUpMs: 200, durationMs: 500 },
};

export async function inProcess({ contestant, sizes: { warmUpMs, durationMs } }) {
  const input = createInput();
  const answer = contestant.wrap(async function answer(_input) {
    return output;
  });
  const send = () => answer(input);
  await sendAtRate({ rate, durationMs: warmUpMs, send });
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  await sendAtRate({ rate, durationMs, send });
  histogram.disable();
  return { p99Ms: histogram.percentile(99) / 1e6, maxMs: histogram.max / 1e6 };
}
