import type { AsyncLocalStorage } from "node:async_hooks";
import { EventEmitter } from "node:events";

import { ROOT_CONTEXT, type Context, type ContextManager } from "@opentelemetry/api";

type Listener = (...args: unknown[]) => unknown;

/** OpenTelemetry's context over our own storage, so that there is one context and not two. */
export function createContextManager(storage: AsyncLocalStorage<Context>): ContextManager {
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (context, fn, thisArg, ...args) =>
      storage.run(context, () => fn.apply(thisArg as ThisParameterType<typeof fn>, args)),
    bind: (context, target) => {
      if (target instanceof EventEmitter) return bindEmitter(storage, context, target);
      if (typeof target !== "function") return target;
      const bound = function (this: unknown, ...args: unknown[]): unknown {
        return storage.run(context, () => Reflect.apply(target, this, args));
      };
      Object.defineProperty(bound, "length", { value: target.length });
      // A function with the same calling behaviour as the target.
      return bound as typeof target;
    },
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}

const addMethods = ["on", "addListener", "once", "prependListener", "prependOnceListener"] as const;
const removeMethods = ["off", "removeListener"] as const;

/** Listeners added from now on run in `context`, whoever emits. */
function bindEmitter<Emitter extends EventEmitter>(
  storage: AsyncLocalStorage<Context>,
  context: Context,
  emitter: Emitter,
): Emitter {
  const boundListeners = new WeakMap<Listener, Listener>();
  const bindListener = (listener: Listener): Listener => {
    const known = boundListeners.get(listener);
    if (known !== undefined) return known;
    const bound = function (this: unknown, ...args: unknown[]): unknown {
      return storage.run(context, () => Reflect.apply(listener, this, args));
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
