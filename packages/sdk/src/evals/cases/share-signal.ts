import { setMaxListeners } from "node:events";

export interface SharedSignal {
  readonly signal: AbortSignal | undefined;
  /** Takes the one listener off the caller's signal. */
  readonly release: () => void;
}

/** A signal that aborts with the caller's: many cases listen to it, and the caller's own gets one listener. */
export function shareSignal(given: AbortSignal | undefined): SharedSignal {
  if (given === undefined) return { signal: undefined, release: () => undefined };
  const controller = new AbortController();
  allowListeners(controller.signal);
  const onAbort = (): void => controller.abort(given.reason);
  if (given.aborted) onAbort();
  given.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    release: () => given.removeEventListener("abort", onAbort),
  };
}

function allowListeners(signal: AbortSignal): void {
  try {
    setMaxListeners(0, signal);
  } catch {
    // One of another kind than Node's, as of a simulated browser in tests: it warns of no number of listeners.
  }
}
