import type { SpanContext } from "@opentelemetry/api";

import type { HoneyHiveSpan } from "./otel/span.js";
import type { Session } from "./session.js";
import type { TracerCore } from "./tracer-core.js";

/** A tracer's place in the call: its session and its innermost active span. */
export interface Frame {
  readonly core: TracerCore;
  readonly session: Session;
  readonly span: HoneyHiveSpan | undefined;
  /** The parent in another process, where the program has asked to continue its trace. */
  readonly remoteParent?: SpanContext | undefined;
}

/**
 * Who traces here. `others` are the frames of the other tracers whose scopes enclose this one, so that each tracer finds
 * its own nearest span and never another's. One frame a tracer: a scope does not keep the chain of its ancestors alive.
 */
export interface Scope extends Frame {
  readonly others: readonly Frame[];
}

/** The scope inside `outer` for a span or a session of `frame.core`. */
export function nestScope(frame: Frame, outer: Scope | undefined): Scope {
  if (outer === undefined) return { ...frame, others: [] };
  const others = outer.others.filter((other) => other.core !== frame.core);
  if (outer.core !== frame.core) {
    const { core, session, span, remoteParent } = outer;
    others.push({ core, session, span, remoteParent });
  }
  return { ...frame, others };
}

/** The frame of `core` that encloses a place with `scope`. */
export function frameOf(core: TracerCore, scope: Scope | undefined): Frame | undefined {
  if (scope === undefined) return undefined;
  if (scope.core === core) return scope;
  const enclosing = scope.others.find((other) => other.core === core);
  if (enclosing !== undefined) return enclosing;
  // Inside an evaluation case everything for the same destination belongs to the case.
  const isCase = scope.session.run !== undefined && core.session.run === undefined;
  return isCase && haveSameDestination(core, scope.core) ? scope : undefined;
}

function haveSameDestination(left: TracerCore, right: TracerCore): boolean {
  const [one, other] = [left.pipeline.destination, right.pipeline.destination];
  return one.serverUrl === other.serverUrl && one.apiKey === other.apiKey;
}
