import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const label = "honeyhive";

/** Four spans a case: the case, two tools below each other, and the scorer. With a journal and a session each. */
export async function evaluateWith({ count, concurrency, url, apiKey, task, load }) {
  const { evaluate, traceTool } = await load("honeyhive");
  const folder = mkdtempSync(join(tmpdir(), "bench-evaluate-"));
  const inner = traceTool(async function inner(n, _) {
    return task(n);
  });
  const outer = traceTool(async function outer(n, marker) {
    return inner(n, marker);
  });
  try {
    const { outcomes, delivery, cases } = await evaluate({
      name: "bench",
      apiKey,
      serverUrl: url,
      journal: folder,
      concurrency,
      dataset: () => rows(count),
      function: ({ inputs }) => outer(inputs.n, inputs.marker),
      evaluators: [
        function exact(outputs, inputs) {
          return outputs === `answer to ${inputs.marker}`;
        },
      ],
    });
    if (!delivery.isComplete || cases.length !== count) throw new Error(JSON.stringify(delivery));
    return outcomes.passed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function* rows(count) {
  for (let n = 0; n < count; n++) yield { inputs: { n, marker: `marker-${n}` } };
}
