import type { Event, JsonObject, Metric } from "@honeyhive/contract";

import { partsOf, type Definitions } from "../evaluators/composite.js";
import type { EvaluatorRunner } from "../evaluators/evaluator-runner.js";
import type { EntityRepository } from "../entities/entity-repository.js";
import { toMetric } from "../entities/to-metric.js";
import type { PatchLog } from "../events/patch-log.js";
import type { ServerLogger } from "../observe/logger.js";
import type { ServerMetrics } from "../observe/server-metrics.js";
import { readEvents } from "../queries/search-events.js";
import { StoreError } from "../store/store-error.js";
import type { Store } from "../store/store.js";
import { findDue, settledMs, type OnlineTimes } from "./find-due.js";
import type { KeptProgress } from "./kept-progress.js";
import type { ProgressLog } from "./progress-log.js";
import { toScorePatch } from "./score-patch.js";
import { settleAnswers, type Score } from "./settle-answers.js";

export interface OnlineServices {
  readonly store: Store;
  readonly patches: PatchLog;
  readonly evaluators: EvaluatorRunner;
  readonly progress: ProgressLog;
  readonly entities: EntityRepository;
  readonly logger: ServerLogger;
  readonly metrics: ServerMetrics;
}

export interface MetricRunOptions {
  readonly projectId: string;
  readonly metric: Metric;
  readonly times: OnlineTimes;
  /** Between two looks when there was nothing to do. */
  readonly pauseMs: number;
  readonly progress: KeptProgress;
}

const firstDelayMs = 2000;
const longestDelayMs = 60_000;

/** One metric on the events of its project, batch by batch. */
export class MetricRun {
  metric: Metric;
  readonly progress: KeptProgress;
  readonly #services: OnlineServices;
  readonly #options: MetricRunOptions;
  readonly #attempts = new Map<string, number>();
  readonly #ending = new AbortController();
  #work: Promise<void> | undefined;
  #failures = 0;
  #dueAtMs = 0;

  constructor(services: OnlineServices, options: MetricRunOptions) {
    this.#services = services;
    this.#options = options;
    this.metric = options.metric;
    this.progress = options.progress;
  }

  get isBusy(): boolean {
    return this.#work !== undefined;
  }

  /** When the next batch is to be begun, by `performance.now()`. */
  get dueAtMs(): number {
    return this.#ending.signal.aborted ? Number.POSITIVE_INFINITY : this.#dueAtMs;
  }

  /** The next batch. Never rejects; begins none while another is under way. */
  advance(): Promise<void> {
    this.#work ??= this.#advance().finally(() => (this.#work = undefined));
    return this.#work;
  }

  /** Ends what is under way; results that are there are kept. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#work;
    // Whoever goes on does so a little later then.
    await this.progress.release().catch(() => undefined);
  }

  async #advance(): Promise<void> {
    const { signal } = this.#ending;
    try {
      const isMore = (await this.progress.claim()) && (await this.#runBatch(signal));
      this.#dueAtMs = performance.now() + (isMore ? 0 : this.#options.pauseMs);
      await this.progress.keep();
    } catch (error) {
      if (!signal.aborted) this.#holdUp(error);
    }
  }

  /** True when there is more to do at once. */
  async #runBatch(signal: AbortSignal): Promise<boolean> {
    const { store, evaluators } = this.#services;
    const { projectId, times } = this.#options;
    const { metric, progress } = this;
    const nowMs = Date.now();
    // Where nobody else writes, nothing has come since.
    if (!store.isShared && store.eventsChangedAtMs < progress.value.done_ms) {
      this.#goOn(settledMs(metric, times, nowMs));
      return false;
    }
    const definitions = await this.#readDefinitions();
    const parts = partsOf(metric, definitions);
    const names = parts.map(({ name }) => name);
    const look = { ...times, ...progress.value, nowMs };
    const due = await findDue(store, projectId, metric, names, look);
    const filters = metric.filters.filterArray;
    const events =
      due.events.length === 0
        ? []
        : await store.select(readEvents(projectId, due.events, { filters }));
    const answers = await evaluators.runOnAll(metric, events.map(toJson), { parts, signal });
    const { scores, heldUp } = settleAnswers(events, answers, this.#attempts);
    await this.#keepScores(metric, scores);
    signal.throwIfAborted();
    const left = due.waiting - due.events.length;
    progress.change({ waiting: heldUp === undefined ? left : due.waiting - scores.length });
    if (heldUp !== undefined) throw new HeldUpError(heldUp, scores.length > 0);
    this.#goOn(Math.max(progress.value.done_ms, due.reachedMs));
    return left > 0;
  }

  /** Of what a composite is made of. */
  async #readDefinitions(): Promise<Definitions> {
    if (this.metric.type !== "COMPOSITE") return [];
    const { projectId } = this.#options;
    const kept = await this.#services.entities.list({ projectId, kind: "metric" });
    return kept.map(toMetric);
  }

  async #keepScores(metric: Metric, scores: readonly Score[]): Promise<void> {
    const { patches, metrics } = this.#services;
    const { projectId } = this.#options;
    const stored = scores.map(({ event, result }) => {
      const key = { projectId, eventId: event.event_id };
      return patches.append(key, toScorePatch(event, metric, result));
    });
    await Promise.all(stored);
    const { scored, failed } = this.progress.value;
    const failures = scores.filter(({ result }) => !result.success);
    for (const { result } of scores) metrics.onlineEvaluated(result.success ? "scored" : "failed");
    if (scores.length === 0) return;
    const message = failures.at(-1)?.result.explanation;
    this.progress.change({
      scored: scored + scores.length - failures.length,
      failed: failed + failures.length,
      ...(failures.length === 0
        ? {}
        : { last_error: { message: message ?? "", at: new Date().toISOString() } }),
    });
  }

  #holdUp(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const { name } = this.metric;
    // An API that takes other events is asked again soon.
    const doubled = error instanceof HeldUpError && error.isForSome ? 0 : this.#failures;
    this.#dueAtMs = performance.now() + Math.min(longestDelayMs, firstDelayMs * 2 ** doubled);
    this.#failures += 1;
    this.progress.change({ held_up: reason });
    // A store that does not answer is told of already.
    if (this.#failures > 1 || error instanceof StoreError) return;
    const message = "A metric cannot be run on events now; they wait, and it is tried again.";
    this.#services.logger.warn(message, { metric: name, reason });
  }

  #goOn(doneMs: number): void {
    const { logger } = this.#services;
    const { held_up: heldUp } = this.progress.value;
    if (heldUp !== null) {
      logger.warn("The metric is run on events again.", { metric: this.metric.name });
    }
    this.#failures = 0;
    this.progress.change({ done_ms: doneMs, held_up: null }, { isWorthKeeping: heldUp !== null });
  }
}

/** Some events, or all, could not be asked about. */
class HeldUpError extends Error {
  override readonly name = "HeldUpError";
  readonly isForSome: boolean;

  constructor(reason: string, isForSome: boolean) {
    super(reason);
    this.isForSome = isForSome;
  }
}

/** As the API gives it. */
function toJson(event: Event): JsonObject {
  return { ...event };
}
