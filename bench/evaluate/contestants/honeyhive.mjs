export const label = "honeyhive";

/** Four spans a case: the case, two tools below each other, and the scorer. With a journal and a session each. */
export async function evaluateWith({ count, concurrency, url, apiKey, task, load, folder }) {
  const { evaluate, traceTool } = await load("honeyhive");
  const inner = traceTool(async function inner(n, _) {
    return task(n);
  });
  const outer = traceTool(async function outer(n, marker) {
    return inner(n, marker);
  });
  const { outcomes, delivery, cases } = await evaluate({
    name: "bench",
    apiKey,
    serverUrl: url,
    journal: folder,
    reporters: [],
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
}

function* rows(count) {
  for (let n = 0; n < count; n++) yield { inputs: { n, marker: `marker-${n}` } };
}
