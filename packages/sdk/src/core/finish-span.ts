import type { Attributes } from "@opentelemetry/api";

import type { FinishedSpan, SpanData } from "../encode/span-data.js";
import type { Session } from "../session/session.js";
import type { TracerCore } from "./tracer-core.js";

/** Hands an ended span over, unless its session is not among those that are sent. Never throws. */
export function finishSpan(core: TracerCore, session: Session, span: FinishedSpan): void {
  const added = core.spanObserver?.onSpanEnd(span);
  if (!session.isSampled) {
    core.sampledOutSpans++;
    return;
  }
  const said = added === undefined ? span.data : withAttributes(span.data, added);
  const data = core.redactor.span(said);
  core.pipeline.exportSpan(data === span.data ? span : { ...span, data });
  core.keepAlive?.(session);
  core.logger.debug(() => `span ${data.name} ended in session ${session.id}`);
}

function withAttributes(data: SpanData, added: Attributes): SpanData {
  return { ...data, attributes: { ...data.attributes, ...added } };
}
