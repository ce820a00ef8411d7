import type { TracerCore } from "../core/tracer-core.js";
import { parameterNames } from "./parameter-names.js";
import type { AnyFunction } from "../lib/any-function.js";

/** Arguments of a call with the tracer among them. */
type Injection = (args: never[], core: TracerCore | undefined) => never[];

/**
 * Puts the tracer where `fn` has its last parameter, unless the caller gave something there. Names are lost in minified
 * code, so it is the position that counts; after a rest parameter there is none.
 */
export function createInjection(fn: AnyFunction): Injection | undefined {
  const names = parameterNames(fn);
  const position = names.length - 1;
  if (names[position] === undefined) return undefined;
  return (args, core) => {
    const tracer = core?.owner.deref();
    if (tracer === undefined || args[position] !== undefined) return args;
    const all: unknown[] = Array.from(
      { length: Math.max(args.length, names.length) },
      (_, index) => args[index],
    );
    all[position] = tracer;
    // The function's parameters, of which the compiler knows none.
    return all as never[];
  };
}
