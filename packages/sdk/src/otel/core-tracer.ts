import {
  INVALID_SPAN_CONTEXT,
  SpanKind,
  trace as otelTrace,
  type Context,
  type Span,
  type SpanOptions,
  type Tracer,
} from "@opentelemetry/api";

import type { InstrumentationScope } from "../encode/span-data.js";
import { activeContext, isTracingSuppressed, runInScope } from "../scope/active-scope.js";
import type { TracerCore } from "../core/tracer-core.js";
import { HoneyHiveSpan } from "../core/span.js";
import { startSpan } from "./start-span.js";

/** Says which tracer takes a span that starts in `context`; undefined when none does. */
export type ResolveCore = (context: Context) => TracerCore | undefined;

/** OpenTelemetry's `Tracer` over a core that is chosen for each span, from the context in which it starts. */
export function createOtelTracer(resolve: ResolveCore, scope: InstrumentationScope): Tracer {
  const start = (name: string, options: SpanOptions = {}, context = activeContext()): Span => {
    const core = isTracingSuppressed(context) ? undefined : resolve(context);
    if (core === undefined || !core.isEnabled) {
      return otelTrace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    }
    // Nothing of it is recorded, and what runs inside hangs below the span around it.
    const isServer = options.kind === SpanKind.SERVER;
    if (!core.keepsSpan({ name, scopeName: scope.name, isServer })) {
      core.filteredSpans++;
      return otelTrace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    }
    return startSpan({ core, name, options, context, instrumentationScope: scope });
  };
  return {
    startSpan: start,
    startActiveSpan: (name: string, ...rest: readonly unknown[]) => {
      const { options, context, fn } = readArguments(rest);
      const span = start(name, options, context);
      if (!(span instanceof HoneyHiveSpan)) return fn(span);
      return runInScope(span.scope, context, () => fn(span));
    },
  };
}

interface ActiveSpanArguments {
  readonly options: SpanOptions;
  readonly context: Context;
  readonly fn: (span: Span) => never;
}

/** `(fn)`, `(options, fn)` or `(options, context, fn)`, as the API's overloads have it. */
function readArguments(rest: readonly unknown[]): ActiveSpanArguments {
  // The overloads of the API guarantee these shapes; TypeScript cannot see them through a rest parameter.
  return {
    options: (rest.length > 1 ? rest[0] : {}) as SpanOptions,
    context: rest.length > 2 ? (rest[1] as Context) : activeContext(),
    fn: rest.at(-1) as (span: Span) => never,
  };
}
