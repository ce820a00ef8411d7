export const label = "phoenix 6.14, dry run: nothing sent or stored";

export async function evaluateWith({ count, concurrency, url, task, load }) {
  const { createClient } = await load("@arizeai/phoenix-client");
  const { asEvaluator, runExperiment } = await load("@arizeai/phoenix-client/experiments");
  const { evaluationRuns } = await runExperiment({
    client: createClient({ options: { baseUrl: url } }),
    // The sink makes a dataset of this size out of the name.
    dataset: { datasetId: `cases-${count}` },
    task: ({ input }) => task(input.n),
    evaluators: [
      asEvaluator({
        name: "exact",
        kind: "CODE",
        evaluate: async ({ output, expected }) => ({
          score: Number(output === expected.answer),
        }),
      }),
    ],
    concurrency,
    dryRun: true,
    logger: quiet,
  });
  return evaluationRuns.filter(({ result }) => result?.score === 1).length;
}

const nothing = () => undefined;
const levels = ["info", "log", "warn", "error", "debug", "table"];
const quiet = Object.fromEntries(levels.map((level) => [level, nothing]));
