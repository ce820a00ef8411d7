import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/**
 * Starts a sink. `reset(settings)` forgets what was counted, `set(settings)` changes how it answers
 * (`latencyMs`, `status`, `matchSessions`, `keepRecords`, `takesBatches`), `counts()` reads.
 */
export async function startSink() {
  const child = fork(fileURLToPath(new URL("sink.mjs", import.meta.url)));
  const [{ url }] = await once(child, "message");
  const waiting = new Map();
  let lastId = 0;
  child.on("message", ({ id, counts }) => {
    waiting.get(id)?.(counts);
    waiting.delete(id);
  });
  const tell = (order, settings) =>
    new Promise((resolve) => {
      const id = ++lastId;
      waiting.set(id, resolve);
      child.send({ id, order, settings });
    });
  return {
    url,
    reset: (settings) => tell("reset", settings),
    set: (settings) => tell("set", settings),
    counts: () => tell("counts"),
    close: () => child.disconnect(),
  };
}
