import { setTimeout as delay } from "node:timers/promises";

import { createInput, output } from "../lib/payload.mjs";
import { sendAtRate } from "../lib/send-at-rate.mjs";

const rate = 200;
const flushTimeoutMs = 30_000;

export const title = "Outage: the sink answers 503 (Retry-After: 1) while 200 spans/s come";
export const metrics = [
  { key: "lostPercent", label: "lost %" },
  { key: "outageSeconds", label: "outage s" },
];
export const maxRounds = 1;
/** Nearly all waiting: everybody at once, each with a sink of its own. */
export const isParallel = true;
/** Untraced, there is nothing to measure. */
export const isTracedOnly = true;
export const sizes = {
  full: { outageMs: 10_000 },
  long: { outageMs: 30_000 },
  quick: { outageMs: 1000 },
};

export async function inProcess({ contestant, sink, sizes: { outageMs } }) {
  const input = createInput();
  const answer = contestant.wrap(async function answer(_input) {
    return output;
  });
  const send = () => answer(input);
  await send();
  await contestant.flush();
  await sink.settle(1);

  await sink.reset();
  const phase = async (status, durationMs) => {
    await sink.set({ status });
    return (await sendAtRate({ rate, durationMs, send })).sent;
  };
  const sent = (await phase(200, 1000)) + (await phase(503, outageMs)) + (await phase(200, 1000));
  await Promise.race([
    Promise.resolve(contestant.flush()).catch(() => undefined),
    delay(flushTimeoutMs),
  ]);
  const { spans } = await sink.settle(sent, 12_000);
  return {
    lostPercent: (100 * Math.max(0, sent - spans)) / sent,
    outageSeconds: outageMs / 1000,
  };
}
