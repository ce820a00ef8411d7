// One contestant and one measurement in a process of its own: set up, measure, say the result, exit.
import { once } from "node:events";
import { pathToFileURL } from "node:url";

process.once("message", (task) => void work(task));
process.on("disconnect", () => process.exit());

async function work({ contestantUrl, measurementUrl, tree, url, sizes }) {
  try {
    const { load } = await import(pathToFileURL(`${tree}/load.mjs`).href);
    const { setUp } = await import(contestantUrl);
    const { inProcess } = await import(measurementUrl);
    const contestant = await setUp({ url, load });
    const result = await inProcess({ contestant, sink: sinkOverIpc(), sizes });
    process.send({ result });
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) });
  }
}

/** The parent passes orders on to the sink. */
function sinkOverIpc() {
  const ask = async (order, settings) => {
    process.send({ order, settings });
    const [{ counts }] = await once(process, "message");
    return counts;
  };
  const sink = {
    reset: (settings) => ask("reset", settings),
    set: (settings) => ask("set", settings),
    counts: () => ask("counts"),
    /** Waits until `count` spans have arrived, or no more come. @returns the counts */
    async settle(count, patienceMs = 5000) {
      let counts = await sink.counts();
      for (
        let quietSince = Date.now();
        counts.spans < count && Date.now() - quietSince < patienceMs;
      ) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        const next = await sink.counts();
        if (next.spans !== counts.spans) quietSince = Date.now();
        counts = next;
      }
      return counts;
    },
  };
  return sink;
}
