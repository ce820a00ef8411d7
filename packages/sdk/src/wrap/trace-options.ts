import type { AnyObject } from "../lib/any-object.js";
import type { EventType } from "@honeyhive/contract";

export interface TraceFunctionOptions {
  /** `chain` unless said otherwise. */
  readonly eventType?: EventType | undefined;
  /** Defaults to the function's name. */
  readonly eventName?: string | undefined;
  readonly config?: AnyObject | undefined;
  readonly metadata?: AnyObject | undefined;
  /** Chooses what is recorded as inputs; false records none. Default: the arguments by name. */
  readonly captureInputs?: boolean | ((...args: never[]) => AnyObject) | undefined;
  /** False records no outputs. Default true. */
  readonly captureOutputs?: boolean | undefined;
  /**
   * Gives the function the tracer of the call as its last parameter, where its caller has left that one out:
   * `traceTool(async (query: string, tracer?: HoneyHiveTracer) => …, { injectTracer: true })`.
   */
  readonly injectTracer?: boolean | undefined;
}
