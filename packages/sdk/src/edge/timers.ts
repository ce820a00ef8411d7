/** A timer that can be asked not to hold a process, where there is none to hold. */
interface EdgeTimer {
  readonly id: unknown;
  unref(): EdgeTimer;
  ref(): EdgeTimer;
}

const runtime = globalThis as unknown as {
  readonly setTimeout: (fn: () => void, delayMs?: number) => unknown;
  readonly clearTimeout: (id: unknown) => void;
  readonly setInterval: (fn: () => void, delayMs?: number) => unknown;
  readonly clearInterval: (id: unknown) => void;
};

export function setTimeout(fn: () => void, delayMs?: number): EdgeTimer {
  return toTimer(runtime.setTimeout(fn, delayMs));
}

export function setInterval(fn: () => void, delayMs?: number): EdgeTimer {
  return toTimer(runtime.setInterval(fn, delayMs));
}

export function setImmediate(fn: () => void): EdgeTimer {
  return setTimeout(fn, 0);
}

export function clearTimeout(timer: EdgeTimer | undefined): void {
  if (timer !== undefined) runtime.clearTimeout(timer.id);
}

export function clearInterval(timer: EdgeTimer | undefined): void {
  if (timer !== undefined) runtime.clearInterval(timer.id);
}

function toTimer(id: unknown): EdgeTimer {
  const timer: EdgeTimer = { id, ref: () => timer, unref: () => timer };
  return timer;
}
