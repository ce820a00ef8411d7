import { createContextKey, type Context } from "@opentelemetry/api";

import { processState } from "../core/process-state.js";
import type { Scope } from "../core/scope.js";

export const scopeKey = processState.contextKeys.scope;

/** OpenTelemetry's own key of the active span. */
const spanKey = createContextKey("OpenTelemetry Context Key SPAN");

/**
 * A context with a scope, and with the scope's span as the active one: one small object where two calls of `setValue`
 * would copy the context's values twice. Whoever sets a further value gets an ordinary context.
 */
export class ScopeContext implements Context {
  readonly scope: Scope;
  /** Never one with a scope of its own: what it says of scope and span is overruled here. */
  private readonly base: Context;
  /** Whether the base's span is still the active one: somebody else's, in a scope without a span. */
  private readonly keepsSpan: boolean;

  constructor(base: Context, scope: Scope, keepsSpan = false) {
    this.base = isScopeContext(base) ? base.base : base;
    this.scope = scope;
    this.keepsSpan = keepsSpan;
  }

  getValue(key: symbol): unknown {
    if (key === scopeKey) return this.scope;
    return key === spanKey && !this.keepsSpan ? this.scope.span : this.base.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.flatten().setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.flatten().deleteValue(key);
  }

  private flatten(): Context {
    const context = this.base.setValue(scopeKey, this.scope);
    if (this.keepsSpan) return context;
    const { span } = this.scope;
    return span === undefined ? context.deleteValue(spanKey) : context.setValue(spanKey, span);
  }
}

/** Not `instanceof`: another copy of this file has a class of its own. */
export function isScopeContext(context: Context): context is ScopeContext {
  return "keepsSpan" in context;
}
