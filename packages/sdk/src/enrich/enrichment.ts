import { bucketAttribute, eventAttribute, type Bucket } from "@honeyhive/contract";

import type { AnyObject } from "../lib/any-object.js";
import { isPlainObject } from "../lib/is-plain-object.js";
import { readKeys, readProperty } from "../lib/read-property.js";
import { isThenable } from "../lib/is-thenable.js";
import type { TracedSpan } from "../core/scope.js";
import { setCaptured, setPayload, setPayloadEntries } from "../core/payload.js";
import { recordError } from "../core/record-error.js";

/** A value, or a function that is only called when there is a span to add it to. It may give a promise. */
export type Lazy<Value> = Value | (() => Value | Promise<Value>);

/**
 * What can be added to an event. Keys that are none of these go to `metadata`, where they win over entries of the same
 * name, as keyword arguments of the Python SDK do.
 */
export interface Enrichment {
  readonly inputs?: Lazy<AnyObject | undefined>;
  /** An object's keys become the event's outputs; anything else becomes `outputs.result`. */
  readonly outputs?: unknown;
  readonly config?: Lazy<AnyObject | undefined>;
  readonly metadata?: Lazy<AnyObject | undefined>;
  readonly metrics?: Lazy<AnyObject | undefined>;
  readonly feedback?: Lazy<AnyObject | undefined>;
  readonly userProperties?: Lazy<AnyObject | undefined>;
  readonly error?: unknown;
  readonly eventName?: string | undefined;
  /** A UUID that the event gets instead of the one made of its trace and span ids. */
  readonly eventId?: string | undefined;
  readonly [extra: string]: unknown;
}

export interface EnrichOptions {
  /** Keeps a span from being sent until the promises of lazy values have settled. Its times do not change. */
  readonly keepOpen?: boolean | undefined;
}

const bucketOf: Readonly<Record<string, Bucket>> = {
  inputs: "inputs",
  config: "config",
  metadata: "metadata",
  metrics: "metrics",
  feedback: "feedback",
  userProperties: "user_properties",
};

const namedKeys = new Set([...Object.keys(bucketOf), "outputs", "error", "eventName", "eventId"]);

/** Adds to a span. Never throws. @returns whether the span was still running */
export function applyEnrichment(
  span: TracedSpan,
  enrichment: Enrichment,
  { keepOpen = false }: EnrichOptions = {},
): boolean {
  if (span.ended) return false;
  const keys = readKeys(enrichment);
  const apply = (key: string): void => {
    const value = evaluate(readProperty(enrichment, key));
    if (!isThenable(value)) applyPart(span, key, value);
    else applyLater(span, key, value, keepOpen);
  };
  // What is set last wins, whatever the order it was written in.
  for (const key of keys) if (namedKeys.has(key)) apply(key);
  for (const key of keys) if (!namedKeys.has(key)) apply(key);
  return true;
}

/** What a lazy value gives. Never throws: a failing one gives what it failed with. */
export function evaluate(given: unknown): unknown {
  if (typeof given !== "function") return given;
  try {
    return given();
  } catch (error) {
    return { enrichment_error: String(error) };
  }
}

/** What comes after the span has been sent is counted, not added. */
function applyLater(
  span: TracedSpan,
  key: string,
  promise: PromiseLike<unknown>,
  keepOpen: boolean,
): void {
  const release = keepOpen ? span.holdOpen() : () => undefined;
  const settle = (value: unknown): void => {
    if (span.ended) span.scope.core.lateEnrichments++;
    else applyPart(span, key, value);
    release();
  };
  if (keepOpen) span.scope.core.pipeline.expect(promise);
  promise.then(settle, (error: unknown) => settle({ enrichment_error: String(error) }));
}

function applyPart(span: TracedSpan, key: string, value: unknown): void {
  if (value === undefined) return;
  const bucket = Object.hasOwn(bucketOf, key) ? bucketOf[key] : undefined;
  if (bucket !== undefined && isObject(value)) setPayloadEntries(span, bucket, value);
  else if (key === "outputs") applyOutputs(span, value);
  else if (key === "error") applyError(span, value);
  else if (key === "eventName") span.setAttribute(eventAttribute.name, String(value));
  else if (key === "eventId") span.setAttribute(eventAttribute.id, String(value));
  else setPayload(span, "metadata", key, value);
}

/** What came out, whatever it is: a function is recorded, not called. */
export function applyOutputs(span: TracedSpan, value: unknown): void {
  if (hasEntries(value)) setPayloadEntries(span, "outputs", value);
  else setCaptured(span, resultAttribute, value);
}

/** Put together once, as it is the most frequent of all. */
const resultAttribute = bucketAttribute("outputs", "result");

function applyError(span: TracedSpan, value: unknown): void {
  if (value !== null) recordError(span, value);
}

/** Whether an object is what its own keys hold: a date or a map has none, and those of errors and bytes are not all. */
export function hasEntries(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false;
  const object: object = value;
  try {
    if (isPlainObject(object)) return true;
    return !(object instanceof Error) && !ArrayBuffer.isView(object) && readKeys(object).length > 0;
  } catch {
    // A proxy that does not tell what it is.
    return false;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
