export const label = "langfuse 5.11, experiment and scores sent to a sink";

export async function evaluateWith({ count, concurrency, url, task, load }) {
  const { LangfuseClient } = await load("@langfuse/client");
  const { LangfuseSpanProcessor } = await load("@langfuse/otel");
  const { startActiveObservation } = await load("@langfuse/tracing");
  const { NodeSDK } = await load("@opentelemetry/sdk-node");
  const keys = { publicKey: "public", secretKey: "secret", baseUrl: url };
  const sdk = new NodeSDK({ spanProcessors: [new LangfuseSpanProcessor(keys)] });
  sdk.start();
  const client = new LangfuseClient(keys);
  const { itemResults } = await client.experiment.run({
    name: "bench",
    data: Array.from({ length: count }, (_, n) => ({
      input: n,
      expectedOutput: `answer to marker-${n}`,
    })),
    task: ({ input: n }) =>
      startActiveObservation("outer", async () => startActiveObservation("inner", () => task(n))),
    evaluators: [
      async function exact({ output, expectedOutput }) {
        return { name: "exact", value: Number(output === expectedOutput) };
      },
    ],
    maxConcurrency: concurrency,
  });
  await client.flush();
  await sdk.shutdown();
  return itemResults.filter(({ evaluations }) => evaluations[0]?.value === 1).length;
}
