import { setTimeout as delay } from "node:timers/promises";

const tickMs = 5;

/** Calls `send` at a steady rate whether or not earlier calls have returned. */
export async function sendAtRate({ rate, durationMs, send }) {
  const start = performance.now();
  const total = Math.round((rate * durationMs) / 1000);
  const running = [];
  let sent = 0;
  while (sent < total) {
    const due = Math.min(total, Math.floor(((performance.now() - start) * rate) / 1000));
    for (; sent < due; sent++) running.push(send());
    await delay(tickMs);
  }
  const tookMs = performance.now() - start;
  await Promise.all(running);
  return { sent, tookMs };
}
