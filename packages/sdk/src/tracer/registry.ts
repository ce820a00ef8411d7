import { processState } from "../core/process-state.js";
import type { LiveTracer } from "../core/tracer-core.js";

/** Makes the tracer known, weakly. The first one is the default until it is shut down, and is held. */
export function registerTracer(tracer: LiveTracer): void {
  processState.registry.set(tracer.core.id, tracer.core.owner);
  processState.defaultTracer ??= tracer;
}

export function unregisterTracer(id: symbol): void {
  processState.registry.delete(id);
  if (processState.defaultTracer?.core.id === id) [processState.defaultTracer] = liveTracers();
}

/** Forgets all tracers and the default. They keep working where they are held; for tests. */
export function clearRegistry(): void {
  processState.registry.clear();
  processState.defaultTracer = undefined;
}

/** Tracers that are registered and not yet collected, oldest first. */
export function liveTracers(): LiveTracer[] {
  return [...processState.registry.values()].flatMap((reference) => reference.deref() ?? []);
}
