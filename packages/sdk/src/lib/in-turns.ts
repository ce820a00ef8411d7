/** How long one turn may hold the event loop. */
const turnMs = 10;

/** Takes all steps of a long computation, and lets sockets, timers and signals have their turns between them. */
export async function inTurns<Result>(steps: Iterator<unknown, Result>): Promise<Result> {
  for (;;) {
    const endMs = performance.now() + turnMs;
    do {
      const step = steps.next();
      if (step.done === true) return step.value;
    } while (performance.now() < endMs);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
