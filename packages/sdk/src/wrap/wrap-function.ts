import {
  bucketAttribute,
  eventAttribute,
  type EventType,
  type JsonObject,
} from "@honeyhive/contract";
import type { Context } from "@opentelemetry/api";

import type { AnyFunction } from "../lib/any-function.js";
import { captureArguments, inputAttributes, type InputAttributes } from "./capture-inputs.js";
import type { Completion } from "./completion.js";
import { sayIfOtherCopyTraces } from "../globals/copies.js";
import { followResult } from "./follow-result.js";
import { createInjection } from "./inject-tracer.js";
import type { TracedSpan } from "../core/scope.js";
import { startSpan } from "../otel/start-span.js";
import { parameterNames } from "./parameter-names.js";
import { setCaptured, setPayload, setPayloadEntries } from "../core/payload.js";
import { processState } from "../core/process-state.js";
import { describeError } from "../lib/describe-error.js";
import { recordError } from "../core/record-error.js";
import { activeContext, isTracingSuppressed, runInScope } from "../scope/active-scope.js";
import { currentCore } from "../scope/current-core.js";
import type { TracerCore } from "../core/tracer-core.js";

export interface TraceFunctionOptions {
  /** `chain` unless said otherwise. */
  readonly eventType?: EventType | undefined;
  /** Defaults to the function's name. */
  readonly eventName?: string | undefined;
  readonly config?: JsonObject | undefined;
  readonly metadata?: JsonObject | undefined;
  /** Chooses what is recorded as inputs; false records none. Default: the arguments by name. */
  readonly captureInputs?: boolean | ((...args: never[]) => JsonObject) | undefined;
  /** False records no outputs. Default true. */
  readonly captureOutputs?: boolean | undefined;
  /**
   * Gives the function the tracer of the call as its last parameter, where its caller has left that one out:
   * `traceTool(async (query: string, tracer?: HoneyHiveTracer) => …, { injectTracer: true })`.
   */
  readonly injectTracer?: boolean | undefined;
}

export const instrumentationScope = { name: "honeyhive" } as const;

/**
 * Wraps `fn` so that each call is a span of the tracer found at call time (or of `bound`). Sync stays sync; `this`,
 * name, length and properties are kept; `fn` runs exactly once whatever happens to the tracing.
 */
export function wrapFunction<F extends AnyFunction>(
  fn: F,
  options: TraceFunctionOptions,
  bound?: TracerCore,
): F {
  if (typeof fn !== "function") return fn;
  let recording: Recording | undefined;
  const target: CallableFunction = fn;
  const inject = options.injectTracer === true ? createInjection(fn) : undefined;
  const wrapped = function (this: unknown, ...args: never[]): unknown {
    const core = bound ?? currentCore();
    const all = inject === undefined ? args : inject(args, core);
    if (core === undefined || !core.isEnabled) {
      processState.passedThrough++;
      if (core === undefined) sayIfOtherCopyTraces();
      return Reflect.apply(target, this, all);
    }
    recording ??= describeRecording(fn, options);
    const context = activeContext();
    const span = begin(core, context, recording, args);
    if (span === undefined) return Reflect.apply(target, this, all);
    return runTraced(span, context, options, () => Reflect.apply(target, this, all));
  };
  copyProperties(fn, wrapped);
  // The wrapper takes and returns what `fn` does; the compiler cannot see that through Reflect.apply.
  return wrapped as F;
}

/**
 * Calls `fn` once inside a new span, which it ends itself. Making a wrapper costs more than the call, and following what
 * it returns as much again.
 */
export function callInSpan<Result>(
  core: TracerCore,
  options: TraceFunctionOptions,
  fn: (span: TracedSpan | undefined) => Result,
): Result {
  if (!core.isEnabled) {
    processState.passedThrough++;
    return fn(undefined);
  }
  const context = activeContext();
  const span = begin(core, context, describeRecording(fn, options), []);
  return span === undefined ? fn(undefined) : runInScope(span.scope, context, () => fn(span));
}

/** What is the same for all calls of a function, found out once. */
interface Recording {
  readonly name: string;
  readonly eventType: EventType;
  readonly options: TraceFunctionOptions;
  readonly inputs: InputAttributes;
}

function describeRecording(fn: AnyFunction, options: TraceFunctionOptions): Recording {
  // Reading the names takes longer than a call: not for those who choose what is recorded.
  const areArgumentsCaptured = (options.captureInputs ?? true) === true;
  return {
    name: options.eventName ?? (fn.name || "anonymous"),
    eventType: options.eventType ?? "chain",
    options,
    inputs: areArgumentsCaptured ? inputAttributes(parameterNames(fn)) : [],
  };
}

/** Runs `call` once inside the span, within `context`, and ends the span when what it returned is over. */
export function runTraced<Result>(
  span: TracedSpan,
  context: Context,
  options: Pick<TraceFunctionOptions, "captureOutputs">,
  call: () => Result,
): Result {
  const completion = new SpanCompletion(span, options.captureOutputs !== false);
  return runFollowed(span, context, completion, call);
}

/** Runs `call` once inside the span's scope and tells `completion` what became of it. */
export function runFollowed<Result>(
  span: TracedSpan,
  context: Context,
  completion: Completion,
  call: () => Result,
): Result {
  let result: Result;
  try {
    result = runInScope(span.scope, context, call);
  } catch (error) {
    completion.onError(error);
    throw error;
  }
  return followResult(result, span.scope, completion);
}

/** Ends a span with what its work came to. */
class SpanCompletion implements Completion {
  private readonly span: TracedSpan;
  private readonly capturesOutputs: boolean;
  private isDone = false;

  constructor(span: TracedSpan, capturesOutputs: boolean) {
    this.span = span;
    this.capturesOutputs = capturesOutputs;
  }

  onValue(value: unknown, returned?: unknown): void {
    if (this.isDone) return;
    this.isDone = true;
    if (this.capturesOutputs) {
      setCaptured(this.span, resultAttribute, value);
      if (returned !== undefined) setPayload(this.span, "outputs", "returned", returned);
    }
    this.span.end();
  }

  onError(error: unknown): void {
    if (this.isDone) return;
    this.isDone = true;
    recordError(this.span, error);
    this.span.end();
  }
}

const noSpanOptions = {};
const resultAttribute = bucketAttribute("outputs", "result");

/** Starts the span and records what is known before the call. Undefined when tracing itself fails. */
function begin(
  core: TracerCore,
  context: Context,
  recording: Recording,
  args: readonly unknown[],
): TracedSpan | undefined {
  try {
    if (isTracingSuppressed(context)) return undefined;
    const { name, eventType, options, inputs } = recording;
    const span = startSpan({
      core,
      name,
      options: noSpanOptions,
      context,
      instrumentationScope,
    });
    span.setAttribute(eventAttribute.type, eventType);
    span.setAttribute(eventAttribute.name, name);
    if (options.config !== undefined) setPayloadEntries(span, "config", options.config);
    if (options.metadata !== undefined) setPayloadEntries(span, "metadata", options.metadata);
    captureInputs(span, options, inputs, args);
    return span;
  } catch (error) {
    core.logger.warnOnce(
      "trace-failed",
      `A call could not be traced: ${describeError(error).message}`,
    );
    return undefined;
  }
}

function captureInputs(
  span: TracedSpan,
  { captureInputs: capture }: TraceFunctionOptions,
  attributes: InputAttributes,
  args: readonly unknown[],
): void {
  if (capture === false) return;
  if (typeof capture !== "function") {
    captureArguments(span, attributes, args);
    return;
  }
  try {
    setPayloadEntries(
      span,
      "inputs",
      (capture as (...all: readonly unknown[]) => JsonObject)(...args),
    );
  } catch (error) {
    span.setAttribute(bucketAttribute("metadata", "capture_error"), describeError(error).message);
  }
}

/** Name, length and the function's own properties; `prototype` stays the wrapper's. */
function copyProperties(from: AnyFunction, to: AnyFunction): void {
  for (const key of Reflect.ownKeys(from)) {
    if (key === "prototype" || key === "arguments" || key === "caller") continue;
    const descriptor = Object.getOwnPropertyDescriptor(from, key);
    if (descriptor !== undefined) Object.defineProperty(to, key, descriptor);
  }
}
