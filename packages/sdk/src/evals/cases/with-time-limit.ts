import { HoneyHiveError } from "../../errors.js";
import { maxTimerMs } from "../../max-timer.js";

/**
 * Settles as `call` does, or rejects when the time is over or `cancelled` aborts, whichever comes first. The call is
 * told through the signal it gets and then no longer waited for.
 */
export async function withTimeLimit<Result>(
  timeoutMs: number,
  cancelled: AbortSignal | undefined,
  call: (signal: AbortSignal) => Result | Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const onCancel = (): void =>
    controller.abort(new HoneyHiveError("CANCELLED", "The evaluation was cancelled."));
  const onTimeout = (): void =>
    controller.abort(
      new HoneyHiveError(
        "CASE_TIMED_OUT",
        `Expected an answer within ${timeoutMs} ms, got none. Pass a larger \`timeoutMs\`, or look why it hangs.`,
      ),
    );
  if (cancelled?.aborted === true) onCancel();
  controller.signal.throwIfAborted();
  const timer = setTimeout(onTimeout, Math.min(timeoutMs, maxTimerMs));
  cancelled?.addEventListener("abort", onCancel);
  try {
    return await Promise.race([whenAborted(controller.signal), call(controller.signal)]);
  } finally {
    clearTimeout(timer);
    cancelled?.removeEventListener("abort", onCancel);
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}
