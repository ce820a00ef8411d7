import type { EventEmitter } from "node:events";

import { activeContext, runInContext } from "./active-scope.js";
import { bindEmitter } from "../lib/bind-emitter.js";
import type { AnyFunction } from "../lib/any-function.js";

/**
 * The function in the scope of the code that calls `bindScope`, wherever it is called later: for queues, connection pools
 * and callbacks that lose their context.
 */
export function bindScope<F extends AnyFunction>(fn: F): F {
  const context = activeContext();
  const bound = function (this: unknown, ...args: never[]): unknown {
    return runInContext(context, () => Reflect.apply(fn, this, args));
  };
  Object.defineProperty(bound, "length", { value: fn.length });
  Object.defineProperty(bound, "name", { value: fn.name });
  // The same arguments and result; the compiler cannot see that through Reflect.apply.
  return bound as F;
}

/** Listeners added to the emitter from now on run in the scope of the code that calls this, whoever emits. */
export function bindEmitterScope<Emitter extends EventEmitter>(emitter: Emitter): Emitter {
  const context = activeContext();
  return bindEmitter((fn) => runInContext(context, fn), emitter);
}
