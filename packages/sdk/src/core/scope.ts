import type { Span, SpanContext } from "@opentelemetry/api";

import type { SpanIds } from "../encode/span-ids.js";
import type { Session } from "../session/session.js";
import type { TracerCore } from "./tracer-core.js";

/** A tracer's place in the call: its session and its innermost active span. */
export interface Frame {
  readonly core: TracerCore;
  readonly session: Session;
  readonly span: TracedSpan | undefined;
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

/** A span of a tracer: what runs in it is in its scope. */
export interface TracedSpan extends Span {
  readonly scope: Scope;
  readonly ids: SpanIds;
  /** Whether it has been sent, so that nothing can be added any more. */
  readonly ended: boolean;
  /** Whether it has ended and was not sent, because nothing had happened in the request that it stands for. */
  readonly isLeftOut: boolean;
  /** Keeps the span from being sent, its end time notwithstanding, until what is returned has been called. */
  holdOpen(): () => void;
}

/** The scope inside `outer` for a span or a session of `frame.core`. */
export function nestScope(frame: Frame, outer: Scope | undefined): Scope {
  const { core, session, span, remoteParent } = frame;
  return { core, session, span, remoteParent, others: othersAround(core, outer) };
}

const nobody: readonly Frame[] = [];

/** The frames of other tracers that enclose a scope of `core` inside `outer`. */
function othersAround(core: TracerCore, outer: Scope | undefined): readonly Frame[] {
  if (outer === undefined) return nobody;
  // What encloses a scope never holds a frame of its own tracer.
  if (outer.core === core) return outer.others;
  const { core: outerCore, session, span, remoteParent } = outer;
  const others = outer.others.filter((other) => other.core !== core);
  return [...others, { core: outerCore, session, span, remoteParent }];
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
