import type { JsonObject } from "@honeyhive/contract";
import type { Span } from "@opentelemetry/api";

import { currentScope, ownSpan } from "../scope/active-scope.js";
import {
  applyEnrichment,
  evaluate,
  isObject,
  type Enrichment,
  type EnrichOptions,
} from "./enrichment.js";
import { beginEnrichScope, type EnrichScope } from "./enrich-scope.js";
import { readEntries, readProperty } from "../lib/read-property.js";
import { isThenable } from "../lib/is-thenable.js";
import { currentCore } from "../scope/current-core.js";
import type { Session } from "../session/session.js";

/**
 * Adds to the span that is active here, or to the one that is given. Later calls win over earlier ones, key by key.
 *
 * @returns whether there was a running span to add to
 */
export function enrichSpan(enrichment: Enrichment, options?: EnrichOptions): boolean;
export function enrichSpan(span: Span, enrichment: Enrichment, options?: EnrichOptions): boolean;
export function enrichSpan(
  target: Span | Enrichment,
  enrichmentOrOptions?: Enrichment | EnrichOptions,
  options?: EnrichOptions,
): boolean {
  // The overloads say which argument is which; a span tells itself apart.
  if (isSpan(target)) return enrichGiven(target, enrichmentOrOptions as Enrichment, options);
  const span = currentScope()?.span;
  if (span === undefined) return false;
  return applyEnrichment(span, target, enrichmentOrOptions as EnrichOptions | undefined);
}

/**
 * Adds to the span that is active here: values at once, lazy ones when the scope is left, by its end or by an error.
 *
 * ```ts
 * using _scope = enrichScope({ metadata: { step: "rank" }, metrics: () => ({ candidates: found.length }) });
 * const best = enrichScope({ metrics: () => ({ tries }) }, () => search());
 * ```
 */
export function enrichScope(enrichment: Enrichment): EnrichScope;
export function enrichScope<Result>(
  enrichment: Enrichment,
  fn: (span: Span | undefined) => Result,
): Result;
export function enrichScope<Result>(
  enrichment: Enrichment,
  fn?: (span: Span | undefined) => Result,
): Result | EnrichScope {
  return beginEnrichScope(currentScope()?.span, enrichment, fn);
}

/** Only a tracer's own span can be added to: another provider's is not ours to change. */
function enrichGiven(span: Span, enrichment: Enrichment, options?: EnrichOptions): boolean {
  const own = ownSpan(span);
  return own !== undefined && applyEnrichment(own, enrichment, options);
}

function isSpan(value: unknown): value is Span {
  return (
    typeof value === "object" &&
    value !== null &&
    readProperty(value, "spanContext") instanceof Function
  );
}

/**
 * Adds to the session that is active here, or to the default tracer's. Safe to leave un-awaited: `flush()` waits for
 * it. Without a session it does nothing; it never rejects.
 */
export async function enrichSession(enrichment: Enrichment): Promise<void> {
  const core = currentCore();
  const session = currentScope()?.session ?? core?.session;
  if (core?.isEnabled === true && session !== undefined) {
    await enrichSessionEvent(session, enrichment);
  }
}

/** Merges into the session's event. Safe to leave un-awaited: `flush()` waits for it. Never rejects. */
export function enrichSessionEvent(session: Session, enrichment: Enrichment): Promise<unknown> {
  // A copy that can be read, whatever the user put in.
  const entries = readEntries(enrichment).map(([key, value]) => [key, evaluate(value)] as const);
  if (!entries.some(([, value]) => isThenable(value))) {
    return session.update(toUpdate(Object.fromEntries(entries)));
  }
  const settled = Promise.all(
    entries.map(async ([key, value]) => [key, await settle(value)] as const),
  );
  const updated = settled.then((all) => session.update(toUpdate(Object.fromEntries(all))));
  session.expect(updated);
  return updated;
}

/** A lazy value that fails gives what it failed with. */
async function settle(value: unknown): Promise<unknown> {
  try {
    return await value;
  } catch (error) {
    return { enrichment_error: String(error) };
  }
}

/** The update route's names. It has no place for inputs: they are kept beside the session's first ones. */
function toUpdate(enrichment: Enrichment): JsonObject {
  const { inputs, outputs, config, metadata, metrics, feedback, userProperties, ...extra } =
    enrichment;
  const named = typeof metadata === "object" ? metadata : {};
  const allMetadata = { ...named, ...extra, ...(inputs === undefined ? {} : { inputs }) };
  return {
    outputs: outputs === undefined || isObject(outputs) ? outputs : { result: outputs },
    config,
    metrics,
    feedback,
    user_properties: userProperties,
    metadata: Object.keys(allMetadata).length === 0 ? undefined : allMetadata,
  };
}
