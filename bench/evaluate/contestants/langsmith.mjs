import { randomUUID } from "node:crypto";

export const label = "langsmith 0.10, sent to a sink";
/** Its time for a case grows with their number, and 10,000 do not fit into 4 GB. */
export const maxCases = 1000;

export async function evaluateWith({ count, concurrency, url, task, load }) {
  process.env.LANGSMITH_TRACING = "true";
  const { Client } = await load("langsmith");
  const { evaluate } = await load("langsmith/evaluation");
  const { traceable } = await load("langsmith/traceable");
  const client = new Client({ apiUrl: url, apiKey: "key", webUrl: url });
  const datasetId = randomUUID();
  const data = Array.from({ length: count }, (_, n) => ({
    id: randomUUID(),
    dataset_id: datasetId,
    inputs: { n },
    outputs: { answer: `answer to marker-${n}` },
    created_at: new Date().toISOString(),
    modified_at: new Date().toISOString(),
    runs: [],
  }));
  const inner = traceable(async (n) => task(n), { name: "inner", client });
  const outer = traceable(async (n) => inner(n), { name: "outer", client });
  const { log } = console;
  console.log = () => undefined;
  const { results } = await evaluate(async ({ n }) => ({ answer: await outer(n) }), {
    data,
    evaluators: [
      async function exact({ outputs, referenceOutputs }) {
        return { key: "exact", score: Number(outputs.answer === referenceOutputs.answer) };
      },
    ],
    client,
    maxConcurrency: concurrency,
  });
  await client.awaitPendingTraceBatches();
  console.log = log;
  return results.filter(({ evaluationResults }) => evaluationResults.results[0]?.score === 1)
    .length;
}
