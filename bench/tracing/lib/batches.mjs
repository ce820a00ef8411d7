/** Calls in a batch: below the queue and the batch size of everybody, so that a batch is only taken in. */
export const batchSize = 400;

/** Repeats batch and flush for a while, at least three times. */
export async function repeatBatches(durationMs, runBatch) {
  const end = performance.now() + durationMs;
  let batches = 0;
  while (batches < 3 || performance.now() < end) {
    await runBatch();
    batches++;
  }
  return batches;
}

/** CPU of the calls alone, in µs a call: what is put off until the flush is not in it. */
export async function measureCalls({ callOnce, calls, flush, sizes }) {
  let spentUs = 0;
  const runBatch = async () => {
    const before = process.cpuUsage();
    for (let index = 0; index < calls; index++) await callOnce();
    const { user, system } = process.cpuUsage(before);
    spentUs += user + system;
    await flush();
  };
  await repeatBatches(sizes.warmUpMs, runBatch);
  spentUs = 0;
  const batches = await repeatBatches(sizes.durationMs, runBatch);
  return spentUs / (batches * calls);
}
