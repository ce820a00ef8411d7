import {
  context as otelContext,
  createContextKey,
  isSpanContextValid,
  ROOT_CONTEXT,
  trace as otelTrace,
  type Context,
  type Span,
  type SpanContext,
} from "@opentelemetry/api";

import { ownsProvider } from "../globals/global-provider.js";
import { HoneyHiveSpan } from "../core/span.js";
import { isScopeContext, scopeKey, ScopeContext } from "./scope-context.js";
import { processState } from "../core/process-state.js";
import type { Scope, TracedSpan } from "../core/scope.js";

/** OpenTelemetry's own key: instrumentations that find it make no spans. */
const suppressTracingKey = createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

/** The context of the running code, as far as ours and the host's OpenTelemetry agree. */
export function activeContext(): Context {
  const own = processState.runtime?.storage.getStore();
  if (processState.ownsContextManager) return own ?? ROOT_CONTEXT;
  const host = otelContext.active();
  if (own === undefined || scopeIn(host) !== undefined) return host;
  const ownScope = scopeIn(own);
  return ownScope === undefined ? host : host.setValue(scopeKey, ownScope);
}

/** The scope that a context carries, or the ambient one. */
export function scopeOf(context: Context): Scope | undefined {
  let scope = scopeIn(context) ?? ambientScope();
  for (const find of processState.agentScopes) scope = find(scope) ?? scope;
  return processState.findInnerScope === undefined
    ? scope
    : (processState.findInnerScope(scope) ?? scope);
}

/** The scope that the running code was given, whatever libraries say of it. */
export function givenScope(): Scope | undefined {
  if (processState.runtime === undefined) return undefined;
  return scopeIn(activeContext()) ?? ambientScope();
}

function ambientScope(): Scope | undefined {
  const ambient = processState.runtime?.storage.getStore();
  return ambient === undefined ? undefined : scopeIn(ambient);
}

export function currentScope(): Scope | undefined {
  return processState.runtime === undefined ? undefined : scopeOf(activeContext());
}

/** Runs `fn` once with `scope` as the current one, in our storage and, where it works, in OpenTelemetry's context. */
export function runInScope<Result>(scope: Scope, base: Context, fn: () => Result): Result {
  return runInContext(contextWithScope(scope, base), fn);
}

const untracedContext = ROOT_CONTEXT.setValue(suppressTracingKey, true);

/** Runs `fn` outside every scope and with instrumentations silenced: for our own timers and requests. */
export function runUntraced<Result>(fn: () => Result): Result {
  return runInContext(untracedContext, fn);
}

export function runInContext<Result>(context: Context, fn: () => Result): Result {
  const storage = processState.runtime?.storage;
  if (storage === undefined) return fn();
  if (processState.ownsContextManager) return storage.run(context, fn);
  return storage.run(context, () => otelContext.with(context, fn));
}

export function isTracingSuppressed(context: Context): boolean {
  return context !== ROOT_CONTEXT && context.getValue(suppressTracingKey) === true;
}

/** The active span's context when the span is not ours: it becomes a link, never a parent. */
export function foreignSpanContext(context: Context): SpanContext | undefined {
  const span = context === ROOT_CONTEXT ? undefined : otelTrace.getSpan(context);
  if (span === undefined || isOurs(span)) return undefined;
  const spanContext = span.spanContext();
  return isSpanContextValid(spanContext) ? spanContext : undefined;
}

/**
 * The host's own spans must keep their parents, so only where the context manager is ours does our span become
 * OpenTelemetry's active one.
 */
export function contextWithScope(scope: Scope, base: Context): Context {
  if (ownsProvider()) {
    const span = scope.span === undefined ? otelTrace.getSpan(base) : undefined;
    const keepsSpan = span !== undefined && !isOurs(span);
    return new ScopeContext(base, scope, keepsSpan);
  }
  const context = base.setValue(scopeKey, scope);
  return isOurs(otelTrace.getSpan(context)) ? otelTrace.deleteSpan(context) : context;
}

function isOurs(span: Span | undefined): boolean {
  return ownSpan(span) !== undefined;
}

/** Instrumentations hand spans on inside wrappers of their own, or as no more than their ids. */
export function ownSpan(span: Span | undefined): TracedSpan | undefined {
  if (span === undefined || span instanceof HoneyHiveSpan) return span;
  return processState.spans.get(span.spanContext());
}

/** `contextWithScope` leaves no other span of ours in a context: one that is there has been set later, on purpose. */
function scopeIn(context: Context): Scope | undefined {
  if (isScopeContext(context)) return context.scope;
  // Nothing can be set on it, and looking in vain takes longer than anything else here.
  if (context === ROOT_CONTEXT) return undefined;
  const carried = context.getValue(scopeKey) as Scope | undefined;
  const span = otelTrace.getSpan(context);
  const own = ownSpan(span);
  if (own !== undefined && own !== carried?.span) return own.scope;
  return (
    carried ?? (span === undefined ? undefined : processState.hostScopes?.get(span.spanContext()))
  );
}
