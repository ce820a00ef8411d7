import { eventAttribute, type Bucket, type JsonObject } from "@honeyhive/contract";

import type { HoneyHiveSpan } from "./otel/span.js";
import { readEntries, setPayload, setPayloadEntries } from "./payload.js";
import { processState } from "./process-state.js";
import { recordError } from "./record-error.js";
import { currentScope } from "./active-scope.js";
import type { Session } from "./session.js";

/** What can be added to an event. Keys that are none of these go to `metadata`. */
export interface Enrichment {
  readonly inputs?: JsonObject | undefined;
  /** An object's keys become the event's outputs; anything else becomes `outputs.result`. */
  readonly outputs?: unknown;
  readonly config?: JsonObject | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly metrics?: JsonObject | undefined;
  readonly feedback?: JsonObject | undefined;
  readonly userProperties?: JsonObject | undefined;
  readonly error?: unknown;
  readonly eventName?: string | undefined;
  readonly [extra: string]: unknown;
}

const bucketOf: Readonly<Record<string, Bucket>> = {
  inputs: "inputs",
  config: "config",
  metadata: "metadata",
  metrics: "metrics",
  feedback: "feedback",
  userProperties: "user_properties",
};

/**
 * Adds to the span that is active here. Later calls win over earlier ones, key by key.
 *
 * @returns whether there was a running span to add to
 */
export function enrichSpan(enrichment: Enrichment): boolean {
  const span = currentScope()?.span;
  return span === undefined ? false : applyEnrichment(span, enrichment);
}

/**
 * Adds to the session that is active here, or to the default tracer's. Safe to leave un-awaited: `flush()` waits for
 * it. Without a session it does nothing; it never rejects.
 */
export async function enrichSession(enrichment: Enrichment): Promise<void> {
  const core = currentScope()?.core ?? processState.defaultTracer?.core;
  const session = currentScope()?.session ?? core?.session;
  if (core?.isEnabled === true && session !== undefined) {
    await enrichSessionEvent(session, enrichment);
  }
}

export function applyEnrichment(span: HoneyHiveSpan, enrichment: Enrichment): boolean {
  if (span.ended) return false;
  for (const [key, value] of readEntries(enrichment)) {
    if (value === undefined) continue;
    const bucket = bucketOf[key];
    if (bucket !== undefined && isObject(value)) setPayloadEntries(span, bucket, value);
    else if (key === "outputs") applyOutputs(span, value);
    else if (key === "error") applyError(span, value);
    else if (key === "eventName") span.setAttribute(eventAttribute.name, String(value));
    else setPayload(span, "metadata", key, value);
  }
  return true;
}

/** Merges into the session's event. Safe to leave un-awaited: `flush()` waits for it. Never rejects. */
export async function enrichSessionEvent(session: Session, enrichment: Enrichment): Promise<void> {
  // A copy that can be read, whatever the user put in.
  const readable: Enrichment = Object.fromEntries(readEntries(enrichment));
  const { inputs, outputs, config, metadata, metrics, feedback, userProperties, ...extra } =
    readable;
  const allMetadata = {
    ...extra,
    ...metadata,
    // The update route has no place for inputs: they are kept beside the session's first ones.
    ...(inputs === undefined ? {} : { inputs }),
  };
  const fields: Record<string, unknown> = {
    outputs: outputs === undefined || isObject(outputs) ? outputs : { result: outputs },
    config,
    metrics,
    feedback,
    user_properties: userProperties,
    metadata: Object.keys(allMetadata).length === 0 ? undefined : allMetadata,
  };
  await session.update(fields);
}

function applyOutputs(span: HoneyHiveSpan, value: unknown): void {
  if (isObject(value)) setPayloadEntries(span, "outputs", value);
  else setPayload(span, "outputs", "result", value);
}

function applyError(span: HoneyHiveSpan, value: unknown): void {
  if (value !== null) recordError(span, value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
