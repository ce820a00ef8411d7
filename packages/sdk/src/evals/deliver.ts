import type { Logger } from "../lib/logger.js";
import { maxTimerMs } from "../lib/max-timer.js";
import type { FlushResult } from "../pipeline/pipeline.js";
import { recordUnbegun } from "./cases/unbegun-cases.js";
import type { Closing, EndedCases } from "./close-run.js";
import { formatDuration } from "./report/format.js";

const interruptedDeliveryTimeoutMs = 5000;
/** Of the time that it may take; then it is said: nothing else is to be seen of it. Ten seconds by default. */
const silentShare = 1 / 6;

interface DeliveryRules {
  /** Resolves when somebody wants the process to end. */
  readonly interrupted: Promise<void>;
  readonly logger: Pick<Logger, "warn">;
}

/** Waits until everything has arrived, or for as long as it may take. */
export async function deliver(
  { run, evaluation, destination, casesRun }: EndedCases,
  before: FlushResult,
  { interrupted, logger }: DeliveryRules,
): Promise<Pick<Closing, "delivery" | "untoldSessions">> {
  await casesRun.order?.tellAll();
  const { deliveryTimeoutMs } = evaluation;
  const endsAt = performance.now() + deliveryTimeoutMs;
  const stop = new AbortController();
  const timeout = setTimeout(() => stop.abort(), Math.min(deliveryTimeoutMs, maxTimerMs));
  const notice = setTimeout(
    () => {
      logger.warn(
        `Waiting for ${destination.serverUrl} to take what it does not have yet, for up to ` +
          `${formatDuration(deliveryTimeoutMs)} (\`deliveryTimeoutMs\`).`,
      );
    },
    Math.min(deliveryTimeoutMs * silentShare, maxTimerMs),
  );
  const hurried = interrupted.then(() => {
    setTimeout(() => stop.abort(), interruptedDeliveryTimeoutMs).unref();
    return run.owner.flush(interruptedDeliveryTimeoutMs);
  });
  try {
    const untoldSessions = await recordUnbegun(casesRun.unbegun, run, stop.signal);
    const whole = run.owner.flush(Math.max(1, endsAt - performance.now()));
    return { untoldSessions, delivery: since(before, await Promise.race([whole, hurried])) };
  } finally {
    clearTimeout(timeout);
    clearTimeout(notice);
  }
}

/** The pipeline is shared with the application's own tracers: what they did before is not the evaluation's. */
function since(before: FlushResult, after: FlushResult): FlushResult {
  const exported = after.exported - before.exported;
  const dropped = after.dropped - before.dropped;
  return {
    exported,
    dropped,
    pending: after.pending,
    isComplete: dropped === 0 && after.pending === 0,
  };
}
