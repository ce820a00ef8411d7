import { probe, type ClickHouseNode } from "./probe.js";

/** So often a node with a statement is asked whether it is there, and so long it may take to say so. */
const defaultEveryMs = 5000;
/** Once it may have been this process that did not listen. */
const missesOfTheGone = 2;

/** What the system says of a connection on which nothing comes, only sooner. */
class NodeSilentError extends Error {
  override readonly name = "NodeSilentError";
  readonly code = "ETIMEDOUT";
}

/**
 * Does the work for as long as its node answers anybody: a statement may take long, and a node that is gone without a
 * word, a power cut or a firewall say, must not hold up what another one could do, or itself when it is back.
 */
export async function whileAnswering<Result>(
  node: ClickHouseNode,
  work: (signal: AbortSignal) => Promise<Result>,
  everyMs = defaultEveryMs,
): Promise<Result> {
  const gone = new AbortController();
  let misses = 0;
  const watch = setInterval(() => {
    void probe(node, everyMs).then((isThere) => {
      misses = isThere ? 0 : misses + 1;
      if (misses >= missesOfTheGone) gone.abort();
    });
  }, everyMs);
  try {
    return await work(gone.signal);
  } catch (error) {
    if (!gone.signal.aborted) throw error;
    const message = `ClickHouse at ${node.url} has fallen silent: it answered nobody for ${(everyMs * missesOfTheGone) / 1000} s.`;
    throw new NodeSilentError(message, { cause: error });
  } finally {
    clearInterval(watch);
  }
}
