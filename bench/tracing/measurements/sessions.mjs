import { setTimeout as delay } from "node:timers/promises";

import { cpuSince, readCpu } from "../lib/cpu.mjs";
import { createInput, output } from "../lib/payload.mjs";

const spansPerContext = 3;

export const title = "Concurrent sessions, 3 spans each, until delivered";
export const metrics = [
  { key: "contextUs", label: "main CPU µs/session", hasRatio: true },
  { key: "deliveredPercent", label: "delivered %" },
  { key: "rightPercent", label: "in the right session %" },
];
export const sizes = {
  full: { contexts: 1000, warmUps: 2, rounds: 4 },
  quick: { contexts: 50, warmUps: 1, rounds: 1 },
};

/** All contexts are open at once and take turns while their spans are. */
export async function inProcess({ contestant, sink, sizes: wanted }) {
  const inner = contestant.wrap(async function inner(_input) {
    await delay(5);
    return output;
  });
  const outer = contestant.wrap(async function outer(input) {
    await inner(input);
    await delay(5);
    await inner(input);
    return output;
  });
  const inputs = Array.from({ length: wanted.contexts }, (_, index) =>
    createInput(`marker-${index}`),
  );
  const runAll = () =>
    Promise.all(inputs.map((input, index) => contestant.inSession(index, () => outer(input))));
  const spansEach = spansPerContext + (contestant.spansPerSession ?? 0);
  const spans = contestant.isTraced === false ? 0 : wanted.contexts * spansEach;

  for (let round = 0; round < wanted.warmUps; round++) {
    await sink.reset();
    await runAll();
    await contestant.flush();
    await sink.settle(spans, 1000);
  }
  const total = { mainUs: 0, spans: 0, rightSession: 0 };
  for (let round = 0; round < wanted.rounds; round++) {
    await sink.reset({ matchSessions: true });
    const before = readCpu();
    await runAll();
    await contestant.flush();
    const counts = await sink.settle(spans, 1000);
    total.mainUs += cpuSince(before).mainUs;
    total.spans += Math.min(spans, counts.spans);
    total.rightSession += counts.rightSession;
  }
  const sessions = wanted.contexts * wanted.rounds;
  return {
    contextUs: total.mainUs / sessions,
    deliveredPercent: spans === 0 ? undefined : (100 * total.spans) / (spans * wanted.rounds),
    rightPercent:
      spans === 0 ? undefined : (100 * total.rightSession) / (sessions * spansPerContext),
  };
}
