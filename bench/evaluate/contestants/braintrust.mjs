export const label = "braintrust, nothing sent or stored";

export async function evaluateWith({ count, concurrency, task, load }) {
  const { Eval } = await load("braintrust");
  const { results } = await Eval(
    "bench",
    {
      data: () =>
        Array.from({ length: count }, (_, n) => ({ input: n, expected: `answer to marker-${n}` })),
      task: async (n, hooks) =>
        hooks.span.traced(() => hooks.span.traced(() => task(n), { name: "inner" }), {
          name: "outer",
        }),
      scores: [
        function exact({ output, expected }) {
          return { name: "exact", score: Number(output === expected) };
        },
      ],
      maxConcurrency: concurrency,
    },
    { noSendLogs: true, progress: silent, reporter: quiet },
  );
  return results.filter(({ scores }) => scores.exact === 1).length;
}

const silent = { start: () => undefined, stop: () => undefined, increment: () => undefined };
const quiet = { name: "quiet", reportEval: () => true, reportRun: () => true };
