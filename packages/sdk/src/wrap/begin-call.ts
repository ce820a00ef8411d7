import {
  bucketAttribute,
  eventAttribute,
  type EventType,
  type JsonObject,
} from "@honeyhive/contract";
import type { Context } from "@opentelemetry/api";

import { instrumentationScope } from "../core/instrumentation-scope.js";
import { setPayloadEntries } from "../core/payload.js";
import type { TracedSpan } from "../core/scope.js";
import type { TracerCore } from "../core/tracer-core.js";
import type { AnyFunction } from "../lib/any-function.js";
import { describeError } from "../lib/describe-error.js";
import { startSpan } from "../otel/start-span.js";
import { isTracingSuppressed } from "../scope/active-scope.js";
import { captureArguments, inputAttributes, type InputAttributes } from "./capture-inputs.js";
import { parameterNames } from "./parameter-names.js";
import type { TraceFunctionOptions } from "./trace-options.js";

/** What is the same for all calls of a function, found out once. */
export interface Recording {
  readonly name: string;
  readonly eventType: EventType;
  readonly options: TraceFunctionOptions;
  readonly inputs: InputAttributes;
}

export function describeRecording(fn: AnyFunction, options: TraceFunctionOptions): Recording {
  // Reading the names takes longer than a call: not for those who choose what is recorded.
  const areArgumentsCaptured = (options.captureInputs ?? true) === true;
  return {
    name: options.eventName ?? (fn.name || "anonymous"),
    eventType: options.eventType ?? "chain",
    options,
    inputs: areArgumentsCaptured ? inputAttributes(parameterNames(fn)) : [],
  };
}

const noSpanOptions = {};

/** Starts the span and records what is known before the call. Undefined when tracing itself fails. */
export function beginCall(
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
