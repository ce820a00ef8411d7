import type { Event, JsonObject, Metric } from "@honeyhive/contract";

import type { EvaluatorAnswer, EvaluatorRunner } from "../evaluators/evaluator-runner.js";
import type { PatchLog } from "../events/patch-log.js";
import type { ServerLogger } from "../observe/logger.js";
import type { ServerMetrics } from "../observe/server-metrics.js";
import { readEvents } from "../queries/search-events.js";
import type { Store } from "../store/store.js";
import { findDue, settledMs, type OnlineTimes } from "./find-due.js";
import type { OnlineProgress, ProgressLog } from "./progress-log.js";
import { toScorePatch } from "./score-patch.js";

export interface OnlineServices {
  readonly store: Store;
  readonly patches: PatchLog;
  readonly evaluators: EvaluatorRunner;
  readonly progress: ProgressLog;
  readonly logger: ServerLogger;
  readonly metrics: ServerMetrics;
}

export interface MetricRunOptions {
  readonly projectId: string;
  readonly metric: Metric;
  readonly times: OnlineTimes;
  /** This server, among those that share a store. */
  readonly server: string;
  /** How far it had come. */
  readonly known: OnlineProgress | undefined;
}

/** A server that has not been heard of for so long runs the metric no more. */
const claimMs = 30_000;
const confirmedAfterMs = 2000;
const savedEveryMs = 10_000;
const firstDelayMs = 2000;
const longestDelayMs = 60_000;
/** Looks at an event that is refused while others are taken. */
const maxAttempts = 3;

/** One metric on the events of its project, batch by batch. */
export class MetricRun {
  metric: Metric;
  /** Whether this server runs it. */
  isMine: boolean;
  readonly #services: OnlineServices;
  readonly #projectId: string;
  readonly #times: OnlineTimes;
  readonly #server: string;
  readonly #attempts = new Map<string, number>();
  #progress: OnlineProgress;
  /** Whether something is stored of its progress. */
  #isStored: boolean;
  /** The metric, or its project, was deleted. */
  #isGone = false;
  /** Whether something was judged, or held up, since it was stored. */
  #hasChanged = false;
  #savedAtMs = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #triedAgainAtMs = 0;

  constructor(services: OnlineServices, options: MetricRunOptions) {
    this.#services = services;
    this.#projectId = options.projectId;
    this.metric = options.metric;
    this.#times = options.times;
    this.#server = options.server;
    this.#isStored = options.known !== undefined;
    this.isMine = !services.store.isShared;
    this.#progress = options.known ?? newProgress(Date.parse(options.metric.updated_at));
  }

  get progress(): OnlineProgress {
    return this.#progress;
  }

  /** The next batch. True when there is more to do at once. Rejects when the store does not answer. */
  async advance(signal: AbortSignal): Promise<boolean> {
    const { evaluators } = this.#services;
    if (signal.aborted || this.#isGone || performance.now() < this.#triedAgainAtMs) return false;
    if (evaluators.whyNotRun(this.metric) !== undefined || !(await this.#claim())) return false;
    const isMore = await this.#runBatch(signal).catch((error: unknown) => {
      if (signal.aborted) return false;
      this.#holdUp(error instanceof Error ? error.message : String(error));
      return false;
    });
    if (performance.now() - this.#savedAtMs > savedEveryMs && this.#isWorthSaving()) {
      await this.#save();
    }
    return isMore;
  }

  /** Another server need not wait before it goes on. */
  async release(): Promise<void> {
    const wasMine = this.isMine;
    this.isMine = false;
    if (wasMine && !this.#isGone) await this.#save("");
  }

  /** Other servers have to hear from this one; alone, it would only do again what changes nothing. */
  #isWorthSaving(): boolean {
    return this.#services.store.isShared || this.#hasChanged;
  }

  async #save(server = this.#server): Promise<void> {
    this.#savedAtMs = performance.now();
    this.#change({ server, seen_ms: server === "" ? 0 : Date.now() });
    const key = { projectId: this.#projectId, metricId: this.metric.id, isAfter: this.#isStored };
    this.#hasChanged = false;
    this.#isStored = await this.#services.progress.write(key, this.#progress);
    if (!this.#isStored) this.#isGone = true;
  }

  /**
   * Of servers that share a store one runs a metric. It says so first, and begins when it reads that again some time
   * later: of several that say so at once, the last one is believed by all. A server that takes longer to say so than
   * that makes two of them, for a moment: then some events are judged twice, and have the later value.
   */
  async #claim(): Promise<boolean> {
    if (!this.#services.store.isShared) return true;
    const sinceSavedMs = performance.now() - this.#savedAtMs;
    if (this.isMine && sinceSavedMs < savedEveryMs / 2) return true;
    if (sinceSavedMs < confirmedAfterMs) return false;
    const stored = await this.#services.progress.read(this.#projectId, this.metric.id);
    const wasMine = this.isMine;
    this.isMine = stored?.server === this.#server;
    if (this.isMine) return true;
    const isHeld = stored !== undefined && Date.now() - stored.seen_ms < claimMs;
    if (!isHeld && !wasMine) {
      if (stored !== undefined) this.#progress = stored;
      this.#isStored = stored !== undefined;
      await this.#save();
    }
    return false;
  }

  async #runBatch(signal: AbortSignal): Promise<boolean> {
    const { store, evaluators } = this.#services;
    const { metric } = this;
    const nowMs = Date.now();
    // Where nobody else writes, nothing has come since.
    if (!store.isShared && store.eventsChangedAtMs < this.#progress.done_ms) {
      this.#goOn(settledMs(metric, this.#times, nowMs));
      return false;
    }
    const at = { ...this.#times, ...this.#progress, nowMs };
    const due = await findDue(store, this.#projectId, metric, at);
    const events = await this.#readEvents(due.events);
    const answers = await evaluators.runOnAll(metric, events.map(toJson), signal);
    const heldUp = await this.#keep(events, answers);
    if (signal.aborted) return false;
    const left = Math.max(0, due.waiting - due.events.length);
    this.#change({ waiting: heldUp === undefined ? left : due.waiting });
    if (heldUp !== undefined) {
      const isAnswering = answers.some(({ kind }) => kind === "result");
      this.#holdUp(heldUp, { isAnswering });
      return false;
    }
    this.#goOn(Math.max(this.#progress.done_ms, due.reachedMs));
    return due.events.length > 0 && left > 0;
  }

  async #readEvents(places: Parameters<typeof readEvents>[1]): Promise<Event[]> {
    if (places.length === 0) return [];
    const filters = this.metric.filters.filterArray;
    return this.#services.store.select(readEvents(this.#projectId, places, { filters }));
  }

  /** Stores what came out. Gives why some could not be asked for now. */
  async #keep(
    events: readonly Event[],
    answers: readonly EvaluatorAnswer[],
  ): Promise<string | undefined> {
    const isAnswering = answers.some(({ kind }) => kind === "result");
    let heldUp: string | undefined;
    const scores = answers.flatMap((answer, index) => {
      const event = events[index];
      if (event === undefined) return [];
      if (answer.kind === "result") return [{ event, result: answer.result }];
      const isRefused = isAnswering && this.#countAttempt(event.event_id) >= maxAttempts;
      if (!isRefused) heldUp = answer.reason;
      const failure = { success: false, loading: false, result: null, explanation: answer.reason };
      return isRefused ? [{ event, result: failure }] : [];
    });
    const stored = scores.map(({ event, result }) => {
      const key = { projectId: this.#projectId, eventId: event.event_id };
      return this.#services.patches.append(key, toScorePatch(event, this.metric, result));
    });
    await Promise.all(stored);
    for (const { event, result } of scores) {
      this.#attempts.delete(event.event_id);
      this.#count(result.success, result.explanation);
    }
    return heldUp;
  }

  #countAttempt(eventId: string): number {
    const attempts = (this.#attempts.get(eventId) ?? 0) + 1;
    this.#attempts.set(eventId, attempts);
    return attempts;
  }

  #count(isScored: boolean, explanation: string | null): void {
    this.#hasChanged = true;
    const { scored, failed } = this.#progress;
    this.#services.metrics.onlineEvaluated(isScored ? "scored" : "failed");
    if (isScored) return this.#change({ scored: scored + 1 });
    const last_error = { message: explanation ?? "", at: new Date().toISOString() };
    this.#change({ failed: failed + 1, last_error });
  }

  /** An API that takes other events is asked again soon. */
  #holdUp(reason: string, { isAnswering = false } = {}): void {
    this.#hasChanged = true;
    const { name } = this.metric;
    const doubled = isAnswering ? 0 : this.#failures;
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** doubled);
    this.#failures += 1;
    this.#triedAgainAtMs = performance.now() + delayMs;
    this.#change({ held_up: reason });
    const message = "A metric cannot be run on events now; they wait, and it is tried again.";
    if (this.#failures === 1) this.#services.logger.warn(message, { metric: name, reason });
  }

  #goOn(doneMs: number): void {
    if (this.#failures > 0) {
      const fields = { metric: this.metric.name };
      this.#services.logger.warn("The metric is run on events again.", fields);
    }
    this.#failures = 0;
    this.#triedAgainAtMs = 0;
    this.#change({ done_ms: doneMs, held_up: null });
  }

  #change(change: Partial<OnlineProgress>): void {
    this.#progress = { ...this.#progress, ...change };
  }
}

function newProgress(sinceMs: number): OnlineProgress {
  return {
    since_ms: sinceMs,
    done_ms: sinceMs,
    scored: 0,
    failed: 0,
    waiting: 0,
    held_up: null,
    last_error: null,
    server: "",
    seen_ms: 0,
  };
}

/** As the API gives it. */
function toJson(event: Event): JsonObject {
  return { ...event };
}
