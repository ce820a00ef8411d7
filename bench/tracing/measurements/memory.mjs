import { setImmediate as nextTurn } from "node:timers/promises";

export const title = "Heap of live objects, beyond the promises around them";
export const metrics = [
  { key: "sessionKb", label: "KB/session" },
  { key: "instanceKb", label: "KB/tracer" },
];
/** Untraced, there is nothing to measure. */
export const isTracedOnly = true;
export const sizes = { full: { count: 10_000 }, quick: { count: 500 } };

export async function inProcess({ contestant, sizes: { count } }) {
  await contestant.inSession(0, () => Promise.resolve());
  await contestant.flush();
  const bareKb = await heapOfEach(count, (_index, fn) => fn(), contestant.flush);
  const sessionKb = await heapOfEach(count, contestant.inSession, contestant.flush);
  return {
    sessionKb: sessionKb - bareKb,
    instanceKb: await heapOfInstances(count, contestant.createInstance),
  };
}

/** Heap per context while all of them wait inside, with everything sent that was to be sent. */
async function heapOfEach(count, open, flush) {
  const before = await heapKb();
  let close;
  const gate = new Promise((resolve) => (close = resolve));
  const contexts = [];
  for (let index = 1; index <= count; index++) {
    contexts.push(
      open(index, async () => {
        await gate;
      }),
    );
    // What a session sends at its start must not pile up.
    if (index % 1000 === 0) await flush();
  }
  await flush();
  const each = ((await heapKb()) - before) / count;
  close();
  await Promise.all(contexts);
  return each;
}

async function heapOfInstances(count, createInstance) {
  if (createInstance === undefined) return undefined;
  const instances = [createInstance()];
  const before = await heapKb();
  for (let index = 0; index < count; index++) instances.push(createInstance());
  const each = ((await heapKb()) - before) / count;
  return instances.length > count ? each : undefined;
}

async function heapKb() {
  for (let round = 0; round < 4; round++) {
    globalThis.gc();
    await nextTurn();
  }
  return process.memoryUsage().heapUsed / 1024;
}
