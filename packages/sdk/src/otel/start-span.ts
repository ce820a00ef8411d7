import {
  SpanKind,
  type Context,
  type Link,
  type SpanContext,
  type SpanOptions,
} from "@opentelemetry/api";

import type { InstrumentationScope } from "../encode/span-data.js";
import { isSpanIds, TraceId, type SpanIds } from "../encode/span-ids.js";
import { foreignSpanContext, scopeOf } from "../scope/active-scope.js";
import { frameOf, type Frame } from "../core/scope.js";
import type { TracerCore } from "../core/tracer-core.js";
import { readTime } from "../core/clock.js";
import { HoneyHiveSpan } from "../core/span.js";

export interface StartSpanRequest {
  readonly core: TracerCore;
  readonly name: string;
  readonly options: SpanOptions;
  readonly context: Context;
  readonly instrumentationScope: InstrumentationScope;
}

/**
 * Starts a span of `core`. Its session and parent come from the tracer's own nearest frame around `context`; a span of
 * anybody else is at most a link, and another tracer's span is nothing at all.
 */
export function startSpan(request: StartSpanRequest): HoneyHiveSpan {
  const { core, context, options } = request;
  const { ids, clock } = core.runtime;
  const outer = scopeOf(context);
  const around = frameOf(core, outer);
  const own = around ?? frameFor(request);
  const parent = options.root === true ? undefined : parentIn(own);
  const opensRequest = around === undefined && options.kind === SpanKind.SERVER;
  const waitsForOthers = opensRequest && core.isNoise(request.instrumentationScope.name);
  const span = new HoneyHiveSpan({
    frame: own,
    outer,
    ids: ids.next(traceOf(parent)),
    parent,
    name: request.name,
    kind: options.kind ?? SpanKind.INTERNAL,
    startMs: readTime(options.startTime, clock),
    links: linksOf(options, parent === undefined ? context : undefined),
    instrumentationScope: request.instrumentationScope,
    clock,
    waitsForOthers,
  });
  if (options.attributes !== undefined) span.setAttributes(options.attributes);
  if (!waitsForOthers) own.session.start();
  return span;
}

function traceOf(parent: SpanIds | SpanContext | undefined): TraceId | undefined {
  if (parent === undefined || isSpanIds(parent)) return parent?.trace;
  return TraceId.parse(parent.traceId, parent.traceState);
}

/** A request that arrives outside every session gets one of its own; everything else belongs to the tracer's. */
function frameFor({ core, name, options }: StartSpanRequest): Frame {
  const isRequest = options.kind === SpanKind.SERVER;
  const session = isRequest ? core.session.sibling({ name }) : core.session;
  return { core, session, span: undefined };
}

function parentIn({ span, remoteParent }: Frame): SpanIds | SpanContext | undefined {
  return span === undefined || span.isLeftOut ? remoteParent : span.ids;
}

/** The links asked for, and for a root span the host's span around it. */
function linksOf(options: SpanOptions, rootContext: Context | undefined): readonly Link[] {
  const links = options.links ?? noLinks;
  const foreign = rootContext === undefined ? undefined : foreignSpanContext(rootContext);
  return foreign === undefined ? links : [...links, { context: foreign }];
}

const noLinks: readonly Link[] = [];
