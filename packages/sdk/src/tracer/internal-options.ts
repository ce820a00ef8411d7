import type { ResolvedOptions } from "../config/resolved-options.js";
import type { LiveTracer } from "../core/tracer-core.js";
import type { CoreOwner, OwnOptions } from "./create-core.js";

/** What `evaluate()` asks of a case's tracer beyond the public options. */
export interface InternalTracerOptions extends Omit<CoreOwner, "owner"> {
  /** False keeps the tracer out of the registry: it is never anybody's default. */
  readonly isRegistered: boolean;
  /** Set for one of many tracers that differ in their session alone. */
  readonly derived?: DerivedTracer | undefined;
}

export interface DerivedTracer {
  /** Whose destination, settings and end the tracer shares. */
  readonly base: Pick<LiveTracer, "core">;
  /** Instead of the options: what the tracers have in common is read once. */
  readonly common: ResolvedOptions;
  readonly own: OwnOptions;
}
