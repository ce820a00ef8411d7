import type { Span, Tracer, TracerProvider } from "@opentelemetry/api";

import type { AnyObject } from "../lib/any-object.js";
import { createConfigView, type TracerConfig } from "../config/config-view.js";
import { createCore, deriveCore, type CoreLease, type OwnOptions } from "./create-core.js";
import type { InternalTracerOptions } from "./internal-options.js";
import { describeState, type Diagnostics } from "./diagnostics.js";
import { enrichSessionEvent, enrichSpan } from "../enrich/enrich.js";
import { beginEnrichScope, type EnrichScope } from "../enrich/enrich-scope.js";
import { applyEnrichment, type Enrichment, type EnrichOptions } from "../enrich/enrichment.js";
import { HoneyHiveError } from "../lib/errors.js";
import { readKeys } from "../lib/read-property.js";
import { globalRouter } from "../otel/global-router.js";
import { createEvent, type CreateEventOptions } from "../operations/create-event.js";
import {
  openSpan,
  runInSpan,
  type OpenSpan,
  type OpenSpanOptions,
} from "../operations/open-span.js";
import type { TracerOptions } from "../config/options.js";
import type { ResolvedOptions } from "../config/resolved-options.js";
import { createOtelTracer } from "../otel/core-tracer.js";
import type { FlushResult } from "../pipeline/pipeline.js";
import type { Delivery } from "../pipeline/retry.js";
import { endOpenWork } from "../core/end-open-work.js";
import { processState } from "../core/process-state.js";
import type { Carrier } from "../propagation/carrier.js";
import { inject, runWithCarrier } from "../propagation/propagate.js";
import { registerTracer } from "./registry.js";
import { resolveOptions } from "../config/resolve-options.js";
import { currentScope } from "../scope/active-scope.js";
import { frameOf } from "../core/scope.js";
import type { OwnSessionOptions } from "../session/session-options.js";
import { runInSession } from "../scope/session-scope.js";
import { createLossGuard, refuseIfStrict } from "../config/strict.js";
import type { TracerCore } from "../core/tracer-core.js";
import { wrapFunction } from "../wrap/wrap-function.js";
import type { TraceFunctionOptions } from "../wrap/trace-options.js";
import type { AnyFunction } from "../lib/any-function.js";

export interface LogModelOptions extends Omit<CreateEventOptions, "eventType"> {
  readonly eventName?: string | undefined;
}

export type WithSessionOptions = OwnSessionOptions;

const initTimeoutMs = 5000;

/**
 * One identity (key, server, session) that traces. Any number live side by side in a process, nested in each other too,
 * and nothing of one reaches the other.
 *
 * ```ts
 * const tracer = await HoneyHiveTracer.init({ apiKey, sessionName: "chat" });
 * const answer = tracer.traceModel(async (question: string) => ask(question));
 * ```
 */
export class HoneyHiveTracer {
  /** For instrumentations that take a provider: routes each span to the scope in which it starts. */
  readonly provider: TracerProvider = globalRouter;
  /** @internal */
  readonly core: TracerCore;
  private readonly options: ResolvedOptions;
  /** What it has instead of its options'. */
  private readonly own: OwnOptions | undefined;
  private readonly lease: CoreLease;
  private shuttingDown: Promise<FlushResult> | undefined;
  private startChecked: Promise<boolean> | undefined;
  private view: TracerConfig | undefined;
  private readonly refuseLoss: (result: FlushResult) => FlushResult;

  constructor(options: TracerOptions = {}, internal: InternalTracerOptions = publicTracer) {
    const { derived, isQuiet } = internal;
    this.options = derived?.common ?? resolveOptions(options);
    this.own = derived?.own;
    if (!isQuiet) refuseIfStrict(this.options);
    this.refuseLoss = isQuiet ? keepResult : createLossGuard(this.options);
    this.lease =
      derived === undefined
        ? createCore(this.options, { ...internal, owner: new WeakRef(this) })
        : deriveCore(derived.base.core, derived, this);
    this.core = this.lease.core;
    if (internal.isRegistered && this.core.isEnabled) registerTracer(this);
  }

  /**
   * Makes a tracer and starts its session. Never rejects, unless `resilienceLevel` is `strict`: without a key, with a wrong one or with a bad URL the tracer is
   * disabled, says so once on stderr and in `diagnostics()`, and traced functions just run.
   */
  static async init(options: TracerOptions = {}): Promise<HoneyHiveTracer> {
    const tracer = new HoneyHiveTracer(options);
    await tracer.ready;
    return tracer;
  }

  /** Continues a session: `init({ sessionId })`, as older versions called it. */
  static initFromSessionId(
    options: TracerOptions & { readonly sessionId: string },
  ): Promise<HoneyHiveTracer> {
    return HoneyHiveTracer.init(options);
  }

  /** Flushes every tracer of the process. */
  static async flush(timeoutMs?: number): Promise<void> {
    await Promise.all(
      [...processState.pipelines.values()].map(({ pipeline, flushTimeoutMs }) =>
        pipeline.flush(timeoutMs ?? flushTimeoutMs),
      ),
    );
  }

  static enrichSpan(enrichment: Enrichment): boolean {
    return enrichSpan(enrichment);
  }

  /** Starts the session; resolves to whether the tracer is enabled once the server has been asked, 5 s at most. */
  get ready(): Promise<boolean> {
    this.startChecked ??= this.core.isEnabled ? this.checkStart() : Promise.resolve(false);
    return this.startChecked;
  }

  /** What this tracer works with, flat and in groups: `config.sessionId`, `config.session.sessionId`. */
  get config(): TracerConfig {
    this.view ??= createConfigView({ ...this.options, ...this.own }, this.sessionId);
    return this.view;
  }

  /** A UUID: the session that the tracer began with. Inside `withSession` its callback is given the id of that one. */
  get sessionId(): string {
    return this.core.session.id;
  }

  get sessionName(): string {
    return this.core.session.name;
  }

  get serverUrl(): string {
    return this.options.serverUrl;
  }

  get project(): string | undefined {
    return this.options.project;
  }

  get source(): string {
    return this.options.source;
  }

  get runId(): string | undefined {
    return this.options.runId;
  }

  get datasetId(): string | undefined {
    return this.options.datasetId;
  }

  get datapointId(): string | undefined {
    return this.core.session.run?.datapointId;
  }

  /** False without a key, after a refused key and after `shutdown`. */
  get isEnabled(): boolean {
    return this.core.isEnabled;
  }

  /** Calls `fn` once, as a span of this tracer, and returns what it returns. */
  trace<F extends AnyFunction>(fn: F, ...args: Parameters<F>): ReturnType<F> {
    const traced = wrapFunction(fn, {}, this.core);
    // Parameters<F> are the arguments of F by definition.
    return traced(...(args as never[])) as ReturnType<F>;
  }

  traceFunction(options: TraceFunctionOptions = {}): <F extends AnyFunction>(fn: F) => F {
    return (fn) => wrapFunction(fn, options, this.core);
  }

  traceModel<F extends AnyFunction>(
    fn: F,
    options: Omit<TraceFunctionOptions, "eventType"> = {},
  ): F {
    return wrapFunction(fn, { ...options, eventType: "model" }, this.core);
  }

  traceTool<F extends AnyFunction>(
    fn: F,
    options: Omit<TraceFunctionOptions, "eventType"> = {},
  ): F {
    return wrapFunction(fn, { ...options, eventType: "tool" }, this.core);
  }

  traceChain<F extends AnyFunction>(
    fn: F,
    options: Omit<TraceFunctionOptions, "eventType"> = {},
  ): F {
    return wrapFunction(fn, { ...options, eventType: "chain" }, this.core);
  }

  /** Runs `fn` in a session of its own: one per request, conversation or job. */
  withSession<Result>(options: WithSessionOptions, fn: (sessionId: string) => Result): Result {
    return this.core.isEnabled ? runInSession(this.core, options, fn) : fn(this.sessionId);
  }

  /** Starts a session on the server without running anything in it. @returns its id, for `withSession({ sessionId })` */
  async createSession(options: WithSessionOptions = {}): Promise<string> {
    const session = this.core.session.sibling(options);
    if (this.core.isEnabled) await session.announce();
    return session.id;
  }

  /** Marks a session, by default the one that is active here, as over, with what it came to. Never rejects. */
  async endSession(outcome: Enrichment = {}, sessionId?: string): Promise<void> {
    if (!this.core.isEnabled) return;
    const active = frameOf(this.core, currentScope())?.session ?? this.core.session;
    const isOther = sessionId !== undefined && sessionId !== active.id;
    const session = isOther ? active.continued(sessionId, {}) : active;
    if (readKeys(outcome).length > 0) await enrichSessionEvent(session, outcome);
    await session.update({ end_time: Date.now() });
  }

  /** Adds to this tracer's span that is active here. @returns whether there was one */
  enrichSpan(enrichment: Enrichment, options?: EnrichOptions): boolean {
    const span = frameOf(this.core, currentScope())?.span;
    return span !== undefined && applyEnrichment(span, enrichment, options);
  }

  /** `enrichScope` for this tracer's span that is active here. */
  enrichScope(enrichment: Enrichment): EnrichScope;
  enrichScope<Result>(enrichment: Enrichment, fn: (span: Span | undefined) => Result): Result;
  enrichScope<Result>(
    enrichment: Enrichment,
    fn?: (span: Span | undefined) => Result,
  ): Result | EnrichScope {
    return beginEnrichScope(frameOf(this.core, currentScope())?.span, enrichment, fn);
  }

  /** Adds to this tracer's session that is active here. Safe to leave un-awaited: `flush()` waits for it. */
  async enrichSession(enrichment: Enrichment): Promise<void> {
    if (!this.core.isEnabled) return;
    const session = frameOf(this.core, currentScope())?.session ?? this.core.session;
    await enrichSessionEvent(session, enrichment);
  }

  /** `enrichSession({ feedback })`, as older versions called it. */
  setFeedback(feedback: AnyObject): Promise<void> {
    return this.enrichSession({ feedback });
  }

  /** `enrichSession({ metrics })`, as older versions called it. */
  setMetric(metrics: AnyObject): Promise<void> {
    return this.enrichSession({ metrics });
  }

  /** `enrichSession({ metadata })`, as older versions called it. */
  setMetadata(metadata: AnyObject): Promise<void> {
    return this.enrichSession({ metadata });
  }

  /** Runs `fn` once inside a new span and ends it when what `fn` returns is over. */
  startSpan<Result>(name: string, options: OpenSpanOptions, fn: (span: Span) => Result): Result;
  /** Opens a span that the program ends itself: `using span = tracer.startSpan("plan")`. */
  startSpan(name: string, options?: OpenSpanOptions): OpenSpan;
  startSpan<Result>(
    name: string,
    options: OpenSpanOptions = {},
    fn?: (span: Span) => Result,
  ): Result | OpenSpan {
    if (fn === undefined) return openSpan(this.core, name, options);
    return runInSpan(this.core, name, options, fn);
  }

  /** Records something that has already happened, below the active span. @returns the event's id */
  createEvent(name: string, options: CreateEventOptions = {}): string {
    return createEvent(this.core, name, options);
  }

  /** Records a model call that has already happened. @returns the event's id */
  logModel({ eventName = "model", ...options }: LogModelOptions = {}): string {
    return createEvent(this.core, eventName, { ...options, eventType: "model" });
  }

  /** This tracer's span that is active here. */
  getCurrentSpan(): Span | undefined {
    return frameOf(this.core, currentScope())?.span;
  }

  /**
   * Writes this tracer's place (trace, session, evaluation) into headers, an environment or any bag of text, for
   * `withCarrier` in another process or worker.
   */
  inject<Target extends Carrier>(carrier: Target): Target {
    return inject(this.core, carrier);
  }

  /**
   * Runs `fn` as a continuation of what the carrier describes: same trace, session and evaluation. Without a carrier, or
   * with one that says nothing, `fn` just runs.
   */
  withCarrier<Result>(carrier: Carrier | null | undefined, fn: () => Result): Result {
    return runWithCarrier(this.core, carrier, fn);
  }

  /** An OpenTelemetry tracer whose spans all belong to this tracer. */
  getTracer(name = "honeyhive", version?: string): Tracer {
    return createOtelTracer(() => this.core, { name, version });
  }

  /**
   * Sends what waits. Resolves to what became of everything so far; `strict` tracers reject when something is lost or
   * the time was too short. Default: the profile's flush budget.
   */
  async flush(timeoutMs?: number): Promise<FlushResult> {
    return this.refuseLoss(await this.flushQuietly(timeoutMs));
  }

  /**
   * Stops taking spans, sends what waits for up to the flush budget and lets go of everything. Idempotent; everyone gets
   * the same promise. `strict` tracers reject when something is lost.
   */
  shutdown(timeoutMs?: number): Promise<FlushResult> {
    this.shuttingDown ??= this.drainAndRelease(timeoutMs);
    return this.shuttingDown;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown();
  }

  /** What has become of everything given to this tracer's destination. */
  diagnostics(): Diagnostics {
    return describeState(this.core, this.options);
  }

  private flushQuietly(timeoutMs = this.options.settings.flushTimeoutMs): Promise<FlushResult> {
    return this.core.pipeline.flush(timeoutMs);
  }

  private async drainAndRelease(timeoutMs: number | undefined): Promise<FlushResult> {
    endOpenWork(this.core);
    this.core.isEnabled = false;
    this.core.disabledReason ??= "The tracer was shut down.";
    this.lease.withdraw();
    const result = await this.flushQuietly(timeoutMs);
    this.lease.release();
    return this.refuseLoss(result);
  }

  private async checkStart(): Promise<boolean> {
    await this.lease.ready;
    // A server that is not there yet is tried again in the background: nobody has to wait for it.
    const delivery = await Promise.race([
      withDeadline(this.core.session.started(), initTimeoutMs),
      this.core.pipeline.nextTrouble(),
    ]);
    if (delivery?.result !== "rejected" || ![401, 403].includes(delivery.status)) {
      return this.core.isEnabled;
    }
    this.core.isEnabled = false;
    this.lease.withdraw();
    this.core.disabledReason =
      `Expected an API key that ${this.serverUrl} knows, got HTTP ${delivery.status}. ` +
      "Check `apiKey` or HH_API_KEY.";
    if (this.options.resilienceLevel === "strict") {
      throw new HoneyHiveError("UNAUTHORIZED", this.core.disabledReason);
    }
    return false;
  }
}

const keepResult = (result: FlushResult): FlushResult => result;

const publicTracer: InternalTracerOptions = { isRegistered: true, isQuiet: false };

function withDeadline(
  delivery: Promise<Delivery | undefined>,
  timeoutMs: number,
): Promise<Delivery | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), timeoutMs);
    void delivery.then((result) => {
      clearTimeout(timer);
      resolve(result);
    });
  });
}
