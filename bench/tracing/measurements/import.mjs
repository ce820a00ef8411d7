import { join } from "node:path";

import { timeProcess } from "../lib/launch.mjs";
import { median } from "../lib/statistics.mjs";

export const title = "Import, beyond a bare Node";
export const metrics = [{ key: "netMs", label: "ms", hasRatio: true }];
export const isTracedOnly = true;
export const sizes = { full: { runs: 8 }, quick: { runs: 2 } };

export async function fromOutside({ tree, idleTree, sizes: wanted }) {
  const times = { own: [], bare: [] };
  for (let run = 0; run < wanted.runs; run++) {
    times.own.push(await timeProcess({ tree, args: [join(tree.directory, "imports.mjs")] }));
    times.bare.push(
      await timeProcess({ tree: idleTree, args: [join(idleTree.directory, "imports.mjs")] }),
    );
  }
  return { netMs: median(times.own) - median(times.bare) };
}
