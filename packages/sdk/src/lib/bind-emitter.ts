import type { EventEmitter } from "node:events";

type Listener = (...args: unknown[]) => unknown;

const addMethods = ["on", "addListener", "once", "prependListener", "prependOnceListener"] as const;
const removeMethods = ["off", "removeListener"] as const;

/** Listeners added from now on are called through `run`, whoever emits. */
export function bindEmitter<Emitter extends EventEmitter>(
  run: (fn: () => unknown) => unknown,
  emitter: Emitter,
): Emitter {
  const boundListeners = new WeakMap<Listener, Listener>();
  const bindListener = (listener: Listener): Listener => {
    const known = boundListeners.get(listener);
    if (known !== undefined) return known;
    const bound = function (this: unknown, ...args: unknown[]): unknown {
      return run(() => Reflect.apply(listener, this, args));
    };
    boundListeners.set(listener, bound);
    return bound;
  };
  // `once` adds through `on` internally: what is bound already is left alone.
  let isAdding = false;
  for (const method of addMethods) {
    const original = emitter[method];
    emitter[method] = (event, listener) => {
      if (isAdding) return Reflect.apply(original, emitter, [event, listener]);
      isAdding = true;
      try {
        return Reflect.apply(original, emitter, [event, bindListener(listener as Listener)]);
      } finally {
        isAdding = false;
      }
    };
  }
  for (const method of removeMethods) {
    const original = emitter[method];
    emitter[method] = (event, listener) =>
      Reflect.apply(original, emitter, [
        event,
        boundListeners.get(listener as Listener) ?? listener,
      ]);
  }
  return emitter;
}
