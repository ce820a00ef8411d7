import { processState } from "../../core/process-state.js";
import { frameOf, type Scope, type TracedSpan } from "../../core/scope.js";
import type { TracerCore } from "../../core/tracer-core.js";
import { beginOperation } from "../../operations/open-span.js";
import { activeContext, givenScope, runInScope } from "../../scope/active-scope.js";
import { currentCore } from "../../scope/current-core.js";
import { asRecord, asText, compact, type AnyRecord } from "../read.js";
import { kindOf, type SpanKind } from "./describe-span.js";
import { lateTime, RecordedSpan } from "./recorded-span.js";
import {
  readRunningPlace,
  readTraceId,
  watchTrace,
  type AgentSpan,
  type RunningPlace,
} from "./running-place.js";

/** One trace of the SDK. */
interface Run {
  readonly owner: AgentRuns;
  readonly trace: object;
  readonly traceId: string;
  /** Whether the SDK has told its beginning, and will tell its end: not of one that goes on after an approval. */
  readonly isTold: boolean;
  readonly span: TracedSpan;
  readonly root: RecordedSpan;
  /** By the ids of the SDK's spans. */
  readonly open: Map<string, RecordedSpan>;
  readonly ended: Set<string>;
  /** Ends it before its end. */
  readonly leave: () => void;
}

/**
 * The runs of agents that one processor records. The SDK tells of a span in the context of the code that starts it, but a
 * turn later where it has told others first, and it runs no function inside of spans: so the place of the running code
 * is looked up where it is asked for.
 */
export class AgentRuns {
  private readonly core: TracerCore | undefined;
  /** By the ids of the spans that are open in them. */
  private readonly runs = new Map<string, Run>();
  /** All that have an open span. */
  private readonly openRuns = new Set<Run>();
  /** Spans of the SDK, which may tell their ends long after that of their trace. */
  private readonly concluded = new WeakSet<object>();

  /** Of one tracer, or of whichever a run starts in. */
  constructor(core: TracerCore | undefined) {
    this.core = core;
  }

  startTrace(trace: unknown): void {
    const traceId = readTraceId(trace);
    if (traceId === undefined) return;
    const isKnown = this.runsOf(traceId).some((run) => run.trace === trace);
    if (!isKnown) this.openRun(traceId, asRecord(trace), { isTold: true });
  }

  endTrace(trace: unknown): void {
    const run = this.runOf(readTraceId(trace) ?? "", trace);
    if (run !== undefined) this.endRun(run);
  }

  startSpan(span: AgentSpan): void {
    const known = this.runs.get(span.id)?.open.get(span.id);
    if (known === undefined) this.openSpan(span, readRunningPlace());
    // What it was first known by may have been a copy.
    else known.source = span.source;
  }

  endSpan(span: AgentSpan): void {
    this.startSpan(span);
    const run = this.runs.get(span.id);
    const record = run?.open.get(span.id);
    if (run === undefined || record === undefined) return;
    this.endRecord(run, span.id, record);
    if (run.isTold || run.open.size > 0) this.letGo(run);
    else this.endRun(run);
  }

  /** Ends all that runs, with what is known of it. */
  leave(): void {
    for (const run of this.openRuns) run.leave();
  }

  /** The scope of the SDK's span that the code runs in, unless it runs in a later one of the program's own. */
  private readonly findInnerScope = (found: Scope | undefined): Scope | undefined => {
    try {
      const place = readRunningPlace();
      const record = place === undefined ? undefined : this.recordAt(place);
      const isInside = record !== undefined && isSamePlace(record.base, found);
      return isInside ? record.span.scope : undefined;
    } catch {
      // A later SDK that keeps its place otherwise: what runs stands beside its spans.
      return undefined;
    }
  };

  private recordAt(place: RunningPlace): RecordedSpan | undefined {
    for (const span of place.spans) {
      const record = this.recordOf(span, place);
      if (record !== undefined) return record;
    }
    return this.runOf(place.traceId, place.trace)?.root;
  }

  /** Opens what has started and has not been told yet. */
  private recordOf(span: AgentSpan, place: RunningPlace): RecordedSpan | undefined {
    const known = this.runs.get(span.id)?.open.get(span.id);
    if (known !== undefined || asText(asRecord(span.source)["startedAt"]) === "") return known;
    return this.runsOf(span.traceId).length === 0 ? undefined : this.openSpan(span, place);
  }

  private openRun(
    traceId: string,
    trace: AnyRecord,
    { isTold }: Pick<Run, "isTold">,
  ): Run | undefined {
    const base = givenScope();
    // What another processor records here for its tracer is no place of the program's.
    const core = this.core ?? base?.core ?? currentCore();
    if (core === undefined || !core.isEnabled) return undefined;
    // One that does the same for the same tracer was there first.
    const own = frameOf(core, base)?.core ?? core;
    const all = processState.agentRuns.get(traceId) ?? [];
    if (all.some((run) => run.owner !== this && run.span.scope.core === own)) return undefined;
    const name = asText(trace["name"]) || "Agent workflow";
    const { groupId, metadata } = trace;
    const ids = compact({ group_id: groupId, openai_trace_id: traceId });
    const span = inGivenScope(() =>
      beginOperation(core, name, {
        eventType: "chain",
        metadata: { ...asRecord(metadata), ...ids },
      }),
    );
    const kind = kindOf({ type: "task", name });
    const root = new RecordedSpan({ span, kind, base, parent: undefined, source: trace });
    const run: Run = {
      owner: this,
      trace,
      traceId,
      isTold,
      span,
      root,
      open: new Map(),
      ended: new Set(),
      leave: () => this.leaveRun(run),
    };
    processState.agentRuns.set(traceId, [...all, run]);
    if (this.openRuns.size === 0) processState.agentScopes.push(this.findInnerScope);
    this.openRuns.add(run);
    span.scope.core.openWork.add(run.leave);
    watchTrace(trace, () => this.failRun(run));
    return run;
  }

  private openSpan(span: AgentSpan, place: RunningPlace | undefined): RecordedSpan | undefined {
    if (this.concluded.has(span.source)) return undefined;
    const base = givenScope();
    const run = this.runFor(span, base, place);
    if (run === undefined || run.ended.has(span.id)) return undefined;
    const { startedAt, spanData } = asRecord(span.source);
    const kind = kindOf(asRecord(spanData));
    const above = this.parentOf(span, place);
    const around = [above, run.root].find(
      (record) => record !== undefined && isSamePlace(record.base, base),
    );
    const traced = isRunItself(kind, around, run.root)
      ? run.span
      : this.beginSpan({ kind, around, run, startedAt });
    const parent = around ?? above;
    const record = new RecordedSpan({ span: traced, kind, base, parent, source: span.source });
    if (kind.eventType === "model") {
      processState.modelSpans.set(traced, (request) => (record.request = request));
    }
    run.open.set(span.id, record);
    this.runs.set(span.id, run);
    return record;
  }

  /** Below a span of the SDK, or of the program where that has opened one in between. */
  private beginSpan({ kind, around, run, startedAt }: Beginning): TracedSpan {
    const time = lateTime(startedAt, run.span);
    const begin = (): TracedSpan => {
      const core = around?.span.scope.core ?? this.core ?? currentCore() ?? run.span.scope.core;
      return beginOperation(core, kind.name, { eventType: kind.eventType }, activeContext(), time);
    };
    return inGivenScope(() =>
      around === undefined ? begin() : runInScope(around.span.scope, activeContext(), begin),
    );
  }

  /** Programs may give one id to traces that run at once. One that began before the processor is known from here on. */
  private runFor(
    { traceId }: AgentSpan,
    base: Scope | undefined,
    place: RunningPlace | undefined,
  ): Run | undefined {
    const own = this.runsOf(traceId);
    const here = own.find((run) => isSamePlace(run.root.base, base));
    const known = here ?? own.at(-1);
    if (known !== undefined || place?.traceId !== traceId) return known;
    return this.openRun(traceId, asRecord(place.trace), { isTold: false });
  }

  private parentOf(
    { parentId }: AgentSpan,
    place: RunningPlace | undefined,
  ): RecordedSpan | undefined {
    const known = this.runs.get(parentId)?.open.get(parentId);
    const parent = place?.spans.find(({ id }) => id === parentId);
    if (known !== undefined || place === undefined || parent === undefined) return known;
    return this.recordOf(parent, place);
  }

  private runOf(traceId: string, trace: unknown): Run | undefined {
    const own = this.runsOf(traceId);
    return own.find((run) => run.trace === trace) ?? own.at(-1);
  }

  private runsOf(traceId: string): readonly Run[] {
    const all = processState.agentRuns.get(traceId) ?? [];
    return all.filter((run): run is Run => run.owner === this);
  }

  private endRun(run: Run): void {
    // The SDK is about to tell of these, once it has told others.
    for (const [id, record] of [...run.open].toReversed()) {
      if (record.endedAt !== "") this.endRecord(run, id, record);
    }
    run.root.conclude();
    this.closeTrace(run);
    this.letGo(run);
  }

  private endRecord(run: Run, id: string, record: RecordedSpan): void {
    run.open.delete(id);
    run.ended.add(id);
    this.concluded.add(record.source);
    this.runs.delete(id);
    record.conclude();
  }

  /** Of a trace whose end nobody tells. */
  private failRun(run: Run): void {
    if (!this.runsOf(run.traceId).includes(run)) return;
    run.root.fail();
    this.endRun(run);
  }

  private leaveRun(run: Run): void {
    for (const [id, record] of [...run.open].toReversed()) {
      run.open.delete(id);
      this.runs.delete(id);
      record.leave();
    }
    if (this.runsOf(run.traceId).includes(run)) run.root.leave();
    this.closeTrace(run);
    this.letGo(run);
  }

  private closeTrace({ traceId, ...run }: Run): void {
    const others = (processState.agentRuns.get(traceId) ?? []).filter(
      ({ span }) => span !== run.span,
    );
    if (others.length > 0) processState.agentRuns.set(traceId, others);
    else processState.agentRuns.delete(traceId);
  }

  /** Spans of a trace may outlive it: those that wait for somebody's approval. */
  private letGo(run: Run): void {
    if (run.open.size > 0 || this.runsOf(run.traceId).includes(run)) return;
    run.span.scope.core.openWork.delete(run.leave);
    this.openRuns.delete(run);
    const { agentScopes } = processState;
    const index = agentScopes.indexOf(this.findInnerScope);
    if (this.openRuns.size === 0 && index >= 0) agentScopes.splice(index, 1);
  }
}

/** What begins has its place already: nobody's span is looked up, and begun, on the way. */
function inGivenScope<Result>(begin: () => Result): Result {
  const { agentScopes } = processState;
  const finders = agentScopes.splice(0);
  try {
    return begin();
  } finally {
    agentScopes.unshift(...finders);
  }
}

interface Beginning {
  readonly kind: SpanKind;
  readonly around: RecordedSpan | undefined;
  readonly run: Run;
  readonly startedAt: unknown;
}

/** Whether code with either of the scopes runs in the same span and session. */
function isSamePlace(one: Scope | undefined, other: Scope | undefined): boolean {
  return one?.core === other?.core && one?.session === other?.session && one?.span === other?.span;
}

/** The task of a trace that has no other name says nothing that the trace does not say. */
function isRunItself(
  kind: SpanKind,
  parent: RecordedSpan | undefined,
  root: RecordedSpan,
): boolean {
  return kind.isTask && parent === root && kind.name === root.kind.name;
}
