import { endAllOpenWork } from "../core/end-open-work.js";
import { processState } from "../core/process-state.js";

type Signal = "SIGTERM" | "SIGINT";

/** Longer than hosts take to end in order. */
const asideMs = 60_000;

/**
 * Sends what waits when the program runs out of work, is asked to end by a signal or fails. The program ends as it
 * would have without: same exit code, same signal, same listeners. Call the result to let go.
 */
export function holdExitHooks(): () => void {
  if (processState.exitHookUsers++ === 0) processState.removeExitHooks = installExitHooks();
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    if (--processState.exitHookUsers > 0) return;
    processState.removeExitHooks?.();
    processState.removeExitHooks = undefined;
  };
}

function installExitHooks(): () => void {
  const removers = [
    onRunningOutOfWork(),
    listen("exit", endAtOnce),
    listen("uncaughtExceptionMonitor", () => void flushAll()),
    onSignal("SIGTERM"),
    onSignal("SIGINT"),
  ];
  return () => {
    for (const remove of removers) remove();
  };
}

function listen(event: string, listener: () => void): () => void {
  process.on(event, listener);
  return () => void process.removeListener(event, listener);
}

/** Others may find more work at the same moment. Only a server that does not answer ends this: the program must end. */
function onRunningOutOfWork(): () => void {
  let isInstalled = false;
  let isRemoved = false;
  const install = (): void => {
    if (isInstalled || isRemoved) return;
    isInstalled = true;
    process.once("beforeExit", onBeforeExit);
  };
  const onBeforeExit = (): void => {
    isInstalled = false;
    endAllOpenWork(processState.registry.values());
    void flushAll().then((isComplete) => {
      if (isComplete) install();
      else reportLossAtExit();
    });
  };
  install();
  return () => {
    isRemoved = true;
    process.removeListener("beforeExit", onBeforeExit);
  };
}

/**
 * Without listeners a signal ends the program, and one listener more must not change that. Ours steps aside before the
 * others are called, so that those who count the listeners do not count it; when it was the only one, the signal is
 * sent again as soon as what waits has been sent, and a second signal ends the program at once. Hosts may count after work
 * of their own, too: so ours stays aside for as long as that may take.
 */
function onSignal(signal: Signal): () => void {
  let comeback: NodeJS.Timeout | undefined;
  const onSent = (): void => {
    process.removeListener(signal, onSent);
    const isHandledByHost = process.listenerCount(signal) > 0;
    if (!isHandledByHost) endAllOpenWork(processState.registry.values());
    if (isHandledByHost) comeback = setTimeout(listenAgain, asideMs).unref();
    void flushAll().then(() => {
      if (!isHandledByHost) process.kill(process.pid, signal);
    });
  };
  const listenAgain = (): void => void process.prependListener(signal, onSent);
  processState.exitSignalListeners.add(onSent);
  listenAgain();
  return () => {
    clearTimeout(comeback);
    process.removeListener(signal, onSent);
  };
}

/** @returns whether nothing is left */
async function flushAll(): Promise<boolean> {
  const results = await Promise.all(
    [...processState.pipelines.values()].map(({ pipeline, flushTimeoutMs }) =>
      pipeline.flush(flushTimeoutMs),
    ),
  );
  return results.every(({ pending }) => pending === 0);
}

/** Nothing runs after this: what has a spool is written to it, the rest is sent while the program waits, or lost and said. */
function endAtOnce(): void {
  endAllOpenWork(processState.registry.values());
  for (const { pipeline, flushTimeoutMs } of processState.pipelines.values()) {
    pipeline.saveRemaining();
    pipeline.sendRemaining(flushTimeoutMs);
  }
  reportLossAtExit();
}

function reportLossAtExit(): void {
  for (const { pipeline } of processState.pipelines.values()) pipeline.reportLossAtExit();
}
