import { fileURLToPath } from "node:url";

import { timeProcess } from "../lib/launch.mjs";
import { startSink } from "../lib/sink-client.mjs";
import { median } from "../lib/statistics.mjs";

const program = fileURLToPath(new URL("../lib/cold-program.mjs", import.meta.url));

export const title = "Cold start: import, set up, one span acknowledged; beyond the plain function";
export const metrics = [{ key: "netMs", label: "ms", hasRatio: true }];
export const isTracedOnly = true;
export const sizes = { full: { runs: 5 }, quick: { runs: 1 } };

export async function fromOutside({ contestant, tree, idle, idleTree, sizes: wanted }) {
  const sink = await startSink();
  try {
    const times = { own: [], idle: [] };
    const run = (who, { directory, node }) =>
      timeProcess({
        tree: { directory, node },
        args: [program, who.moduleUrl, directory, sink.url],
      });
    for (let index = 0; index < wanted.runs; index++) {
      times.own.push(await run(contestant, tree));
      times.idle.push(await run(idle, idleTree));
    }
    const { spans } = await sink.counts();
    if (spans < wanted.runs) throw new Error(`${spans} of ${wanted.runs} spans arrived.`);
    return { netMs: median(times.own) - median(times.idle) };
  } finally {
    sink.close();
  }
}
