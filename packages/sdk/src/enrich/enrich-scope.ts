import type { Span } from "@opentelemetry/api";

import type { TracedSpan } from "../core/scope.js";
import { activeContext } from "../scope/active-scope.js";
import { readEntries } from "../lib/read-property.js";
import { runFollowed } from "../wrap/run-traced.js";
import { applyEnrichment, type Enrichment } from "./enrichment.js";

/** A block of code that adds to the span around it, best with `using`. */
export interface EnrichScope extends Disposable {
  /** The span that was active where the scope began; undefined where there was none. */
  readonly span: Span | undefined;
}

/**
 * Adds values at once, and what lazy values (functions) give when the scope is left. Around `fn` that is when what `fn`
 * returns is over.
 */
export function beginEnrichScope<Result>(
  span: TracedSpan | undefined,
  enrichment: Enrichment,
  fn: ((span: Span | undefined) => Result) | undefined,
): Result | EnrichScope {
  const leave = span === undefined ? () => undefined : enter(span, enrichment);
  if (fn === undefined) return { span, [Symbol.dispose]: leave };
  if (span === undefined) return fn(undefined);
  return runFollowed(span, activeContext(), { onValue: leave, onError: leave }, () => fn(span));
}

/** @returns what leaves the scope, once */
function enter(span: TracedSpan, enrichment: Enrichment): () => void {
  const entries = readEntries(enrichment);
  const isLazy = ([, value]: readonly [string, unknown]): boolean => typeof value === "function";
  applyEnrichment(span, Object.fromEntries(entries.filter((entry) => !isLazy(entry))));
  const lazy = entries.filter(isLazy);
  let isLeft = lazy.length === 0;
  return () => {
    if (isLeft) return;
    isLeft = true;
    const isAdded = applyEnrichment(span, Object.fromEntries(lazy));
    if (!isAdded) span.scope.core.lateEnrichments += lazy.length;
  };
}
