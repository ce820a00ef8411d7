import type { AsyncLocalStorage } from "node:async_hooks";

import { ROOT_CONTEXT, type Context, type ContextManager } from "@opentelemetry/api";

import { bindEmitter } from "../lib/bind-emitter.js";

/** OpenTelemetry's context over our own storage, so that there is one context and not two. */
export function createContextManager(storage: AsyncLocalStorage<Context>): ContextManager {
  const { EventEmitter } = process.getBuiltinModule("node:events");
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (context, fn, thisArg, ...args) =>
      storage.run(context, () => fn.apply(thisArg as ThisParameterType<typeof fn>, args)),
    bind: (context, target) => {
      if (target instanceof EventEmitter)
        return bindEmitter((fn) => storage.run(context, fn), target);
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
