import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";

import type { Metric } from "@honeyhive/contract";

import { findEnabledMetrics, type EnabledMetric } from "./find-enabled.js";
import type { OnlineTimes } from "./find-due.js";
import { KeptProgress, type Lease } from "./kept-progress.js";
import { MetricRun, type OnlineServices } from "./metric-run.js";
import type { OnlineProgress } from "./progress-log.js";

export interface OnlineOptions extends OnlineTimes {
  readonly lease?: Lease;
}

const usualLease: Lease = { renewedEveryMs: 10_000, heldForMs: 30_000, confirmedAfterMs: 2000 };

/** Metrics that another server enabled are seen after this time. */
const definitionsMs = 10_000;
/** Between two looks when there was nothing to do. */
const [shortestPauseMs, longestPauseMs] = [100, 2000];
/** Code takes a processor; models are waited for, and one that is slow holds up no code. */
const runAtOnce: Readonly<Record<Exclude<Metric["type"], "HUMAN">, number>> = {
  JAVASCRIPT: 2,
  PYTHON: 1,
  COMPOSITE: 2,
  LLM: 4,
};

/** Runs metrics that are enabled on the events that come, behind their ingestion: what they find is a change of the event. */
export class OnlineMetrics {
  /** Of this server, among those that share a store. */
  readonly name = `${hostname()}/${process.pid}/${randomUUID()}`;
  readonly #services: OnlineServices;
  readonly #times: OnlineTimes;
  readonly #lease: Lease;
  readonly #pauseMs: number;
  readonly #stopping = new AbortController();
  #runs = new Map<string, MetricRun>();
  #readAtMs = Number.NEGATIVE_INFINITY;
  #isFirstLook = true;
  #work: Promise<void> | undefined;

  constructor(services: OnlineServices, { lease = usualLease, ...times }: OnlineOptions) {
    this.#services = services;
    this.#times = times;
    this.#lease = lease;
    this.#pauseMs = Math.min(longestPauseMs, Math.max(shortestPauseMs, times.settleMs));
  }

  start(): void {
    this.#work ??= this.#goOn();
  }

  /** Ends what is under way; results that are there are kept. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#work;
    await Promise.all([...this.#runs.values()].map((run) => run.stop()));
  }

  /** Somebody changed a metric here: it need not wait until it is seen. */
  definitionsChanged(): void {
    this.#readAtMs = Number.NEGATIVE_INFINITY;
  }

  /** What is known of a metric, by whichever server runs it. */
  async read(projectId: string, metric: Metric): Promise<OnlineProgress | undefined> {
    const own = this.#runs.get(nameOf({ projectId, metric }))?.progress;
    return own?.isMine === true ? own.value : this.#services.progress.read(projectId, metric.id);
  }

  /** Of a metric that is deleted. */
  async forget(projectId: string, metric: Pick<Metric, "id">): Promise<void> {
    const run = this.#runs.get(nameOf({ projectId, metric }));
    run?.progress.abandon();
    await run?.stop();
    await this.#services.progress.forget(projectId, metric.id);
  }

  async #goOn(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      // A store that does not answer is told of by its health; the next look is later then.
      await this.#look().catch(() => undefined);
      await wait(this.#pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    if (performance.now() - this.#readAtMs > definitionsMs) await this.#readDefinitions();
    this.#beginDue();
    // Those that take long are still run here.
    await Promise.all([...this.#runs.values()].map((run) => run.progress.keep()));
  }

  /** Begins batches where there is room, those first that have waited longest. */
  #beginDue(): void {
    if (this.#stopping.signal.aborted) return;
    const runs = [...this.#runs.values()].toSorted((one, other) => one.dueAtMs - other.dueAtMs);
    const nowMs = performance.now();
    for (const [type, most] of Object.entries(runAtOnce)) {
      const own = runs.filter(({ metric }) => metric.type === type && this.#isRun(metric));
      const room = most - own.filter(({ isBusy }) => isBusy).length;
      const due = own.filter(({ isBusy, dueAtMs }) => !isBusy && dueAtMs <= nowMs);
      for (const run of due.slice(0, Math.max(0, room))) {
        void run.advance().then(() => this.#beginDue());
      }
    }
  }

  #isRun(metric: Metric): boolean {
    return this.#services.evaluators.whyNotRun(metric) === undefined;
  }

  async #readDefinitions(): Promise<void> {
    this.#readAtMs = performance.now();
    const enabled = await findEnabledMetrics(this.#services.store).catch((error: unknown) => {
      this.definitionsChanged();
      throw error;
    });
    const before = this.#runs;
    const runs = new Map<string, MetricRun>();
    for (const found of enabled) {
      const run = before.get(nameOf(found)) ?? (await this.#open(found));
      run.metric = found.metric;
      runs.set(nameOf(found), run);
    }
    this.#runs = runs;
    this.#isFirstLook = false;
    const ended = [...before].filter(([name]) => !runs.has(name));
    await Promise.all(ended.map(([, run]) => run.stop()));
  }

  /** What came while a metric was off is not made up for; what came while the server was off is. */
  async #open({ projectId, metric }: EnabledMetric): Promise<MetricRun> {
    const { progress: log, store } = this.#services;
    const stored = await log.read(projectId, metric.id);
    const sinceMs = Date.parse(metric.updated_at);
    const anew = this.#isFirstLook ? {} : { since_ms: sinceMs, done_ms: sinceMs };
    const progress = new KeptProgress(log, {
      projectId,
      metricId: metric.id,
      server: this.name,
      isShared: store.isShared,
      lease: this.#lease,
      known: stored && { ...stored, ...anew },
      sinceMs,
    });
    const options = { projectId, metric, times: this.#times, pauseMs: this.#pauseMs, progress };
    return new MetricRun(this.#services, options);
  }
}

function nameOf(found: {
  readonly projectId: string;
  readonly metric: Pick<Metric, "id">;
}): string {
  return `${found.projectId}/${found.metric.id}`;
}
