import { batchSize, repeatBatches } from "../lib/batches.mjs";
import { cpuSince, readCpu } from "../lib/cpu.mjs";
import { createInput, output } from "../lib/payload.mjs";

export const title = "Whole way to the sink, per delivered span";
export const metrics = [
  { key: "mainUs", label: "main thread µs", hasRatio: true },
  { key: "allUs", label: "all threads µs", hasRatio: true },
  { key: "wireBytes", label: "bytes on the wire", hasRatio: true },
  { key: "lost", label: "lost" },
];
/** Untraced, there is nothing to measure. */
export const isTracedOnly = true;
export const sizes = {
  full: { warmUpMs: 1200, durationMs: 1800 },
  quick: { warmUpMs: 100, durationMs: 150 },
};

/** A closed loop: 400 calls, flush, again. Bytes include the headers of requests. */
export async function inProcess({ contestant, sink, sizes: wanted }) {
  const input = createInput();
  const answer = contestant.wrap(async function answer(_input) {
    return output;
  });
  const runBatch = async () => {
    for (let index = 0; index < batchSize; index++) await answer(input);
    await contestant.flush();
  };
  const warmUps = await repeatBatches(wanted.warmUpMs, runBatch);
  await sink.settle(warmUps * batchSize, 1000);

  await sink.reset();
  const before = readCpu();
  const batches = await repeatBatches(wanted.durationMs, runBatch);
  const sent = batches * batchSize;
  const { spans, bytes } = await sink.settle(sent);
  const { mainUs, allUs } = cpuSince(before);
  return {
    mainUs: mainUs / spans,
    allUs: allUs / spans,
    wireBytes: bytes / spans,
    lost: Math.max(0, sent - spans),
  };
}
