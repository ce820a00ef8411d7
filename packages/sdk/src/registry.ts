import { processState } from "./process-state.js";
import type { HoneyHiveTracer } from "./tracer.js";

/**
 * Makes the tracer known: the first one is the default until it is shut down. Others are held weakly; `release` runs when
 * one is collected without having been shut down.
 */
export function registerTracer(tracer: HoneyHiveTracer): void {
  const { core } = tracer;
  processState.registry.set(core.id, core.owner);
  processState.defaultTracer ??= { tracer, core };
}

export function unregisterTracer(id: symbol): void {
  processState.registry.delete(id);
  if (processState.defaultTracer?.core.id !== id) return;
  processState.defaultTracer = undefined;
  for (const tracer of liveTracers()) {
    setDefaultTracer(tracer);
    return;
  }
}

/** Code outside any scope traces with this tracer from now on; undefined leaves it untraced. */
export function setDefaultTracer(tracer: HoneyHiveTracer | undefined): void {
  processState.defaultTracer = tracer === undefined ? undefined : { tracer, core: tracer.core };
}

/** The tracer of code outside any scope: the first one made, unless `setDefaultTracer` said otherwise. */
export function getDefaultTracer(): HoneyHiveTracer | undefined {
  return processState.defaultTracer?.tracer;
}

/** Forgets all tracers and the default. They keep working where they are held; for tests. */
export function clearRegistry(): void {
  processState.registry.clear();
  processState.defaultTracer = undefined;
}

/** Tracers that are registered and not yet collected, oldest first. */
export function liveTracers(): HoneyHiveTracer[] {
  return [...processState.registry.values()].flatMap((reference) => reference.deref() ?? []);
}
