import type { TracerCore } from "./tracer-core.js";

/** Ends what of the tracer's has not come to its end: nothing of it can be sent later. What shares it with others is left. */
export function endOpenWork(core: TracerCore): void {
  if (!Object.hasOwn(core, "openWork")) return;
  // What was begun later is part of what was begun before.
  for (const end of [...core.openWork].toReversed()) {
    core.openWork.delete(end);
    end();
  }
}

/** The same for all of the given tracers that still live. */
export function endAllOpenWork(
  tracers: Iterable<{ deref(): { readonly core: TracerCore } | undefined }>,
): void {
  for (const reference of tracers) {
    const tracer = reference.deref();
    if (tracer !== undefined) endOpenWork(tracer.core);
  }
}
