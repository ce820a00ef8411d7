import { sendAtRate } from "../lib/send-at-rate.mjs";
import { createInput, output } from "../lib/payload.mjs";

const rates = [500, 1000, 2000, 4000, 8000, 12_000, 16_000, 24_000, 32_000, 48_000, 64_000];

export const title = "Highest rate delivered without loss at 20 ms of sink latency";
export const metrics = [{ key: "spansPerSecond", label: "spans/s", isHigherBetter: true }];
export const maxRounds = 1;
/** Untraced, there is nothing to measure. */
export const isTracedOnly = true;
export const sizes = {
  full: { durationMs: 1500, rates },
  quick: { durationMs: 300, rates: [1000, 8000, 32_000] },
};

export async function inProcess({ contestant, sink, sizes: wanted }) {
  const input = createInput();
  const answer = contestant.wrap(async function answer(_input) {
    return output;
  });
  const isLossless = async (rate) => {
    await sink.reset({ latencyMs: 20 });
    const { sent, tookMs } = await sendAtRate({ ...wanted, rate, send: () => answer(input) });
    await contestant.flush();
    const { spans } = await sink.settle(sent, 2000);
    return spans >= sent && tookMs < wanted.durationMs * 1.1;
  };
  await isLossless(wanted.rates[0]);
  let spansPerSecond = 0;
  for (const rate of wanted.rates) {
    // A second chance: the machine may have been busy with something else.
    if (!(await isLossless(rate)) && !(await isLossless(rate))) break;
    spansPerSecond = rate;
  }
  return { spansPerSecond };
}
