/** A computation that gives others a chance at each of its steps, made at once. */
export function takeAllSteps<Result>(steps: Iterator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
