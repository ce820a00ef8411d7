import type { AsyncLocalStorage } from "node:async_hooks";

import type { Context } from "@opentelemetry/api";

import type { Clock } from "./clock.js";
import type { IdGenerator } from "./ids.js";

/** What the tracers of a process share. */
export interface Runtime {
  /** Carries the current context. */
  readonly storage: AsyncLocalStorage<Context>;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  /** Runs what a tracer's core left behind when it is collected without `shutdown`. */
  readonly collected: FinalizationRegistry<() => void>;
}
