import { HoneyHiveError } from "../errors.js";

/**
 * Settles as `call` does, or rejects when the time is over or the signal aborts, whichever comes first. The call is told
 * through the signal it gets and then no longer waited for.
 */
export function withTimeLimit<Result>(
  timeoutMs: number,
  cancelled: AbortSignal | undefined,
  call: (signal: AbortSignal) => Result | Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const giveUp = (error: HoneyHiveError): void => {
      controller.abort(error);
      reject(error);
    };
    const onCancel = (): void =>
      giveUp(new HoneyHiveError("CANCELLED", "The evaluation was cancelled."));
    const timer = setTimeout(
      () =>
        giveUp(
          new HoneyHiveError(
            "CASE_TIMED_OUT",
            `The case took longer than ${timeoutMs} ms. Pass a larger \`timeoutMs\`, or stop when \`datapoint.signal\` aborts.`,
          ),
        ),
      timeoutMs,
    );
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      cancelled?.removeEventListener("abort", onCancel);
      finish();
    };
    controller.signal.addEventListener("abort", () => settle(() => undefined));
    if (cancelled?.aborted === true) return onCancel();
    cancelled?.addEventListener("abort", onCancel);
    void (async () => {
      try {
        const result = await call(controller.signal);
        settle(() => resolve(result));
      } catch (error) {
        settle(() => reject(error));
      }
    })();
  });
}
