import { moduleUrl } from "../lib/module-url.js";

/**
 * What `create` makes, once for all copies of this file in the process: bundlers put a package into each of the bundles
 * that they make of a program (Next.js one for `instrumentation.ts` and others for routes and pages), and what was traced
 * in one has to find the tracer that was made in another. Copies from other places have a state of their own.
 */
export function sharedByCopies<Shared extends object>(create: () => Shared): Shared {
  // Bundlers write here where the file was; what reloads modules tells them apart by a query.
  const key = Symbol.for(`honeyhive.state ${moduleUrl().replace(/[?#].*$/, "")}`);
  // Whatever is there was put there by the same code.
  const shared = globalThis as { [key]?: Shared };
  return (shared[key] ??= create());
}
