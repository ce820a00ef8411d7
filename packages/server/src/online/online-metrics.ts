import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";

import type { Metric } from "@honeyhive/contract";
import pMap from "p-map";

import type { OnlineProgress } from "./progress-log.js";
import { type EnabledMetric, findEnabledMetrics } from "./find-enabled.js";
import { MetricRun, type OnlineServices } from "./metric-run.js";
import type { OnlineTimes } from "./find-due.js";

/** Metrics that another server enabled are seen after this time. */
const definitionsMs = 10_000;
/** Between two looks when there was nothing to do. */
const [shortestPauseMs, longestPauseMs] = [100, 2000];
const metricsAtOnce = 4;

/** Runs metrics that are enabled on the events that come, behind their ingestion: what they find is a change of the event. */
export class OnlineMetrics {
  readonly #services: OnlineServices;
  readonly #times: OnlineTimes;
  readonly #pauseMs: number;
  readonly #stopping = new AbortController();
  /** Of this server, among those that share a store. */
  readonly name = `${hostname()}/${process.pid}/${randomUUID()}`;
  #runs = new Map<string, MetricRun>();
  #readAtMs = Number.NEGATIVE_INFINITY;
  #isFirstLook = true;
  #work: Promise<void> | undefined;

  constructor(services: OnlineServices, times: OnlineTimes) {
    this.#services = services;
    this.#times = times;
    this.#pauseMs = Math.min(longestPauseMs, Math.max(shortestPauseMs, times.settleMs));
  }

  start(): void {
    this.#work ??= this.#goOn();
  }

  /** Ends what is under way; results that are there are kept. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#work;
    for (const run of this.#runs.values()) await run.release().catch(() => undefined);
  }

  /** Somebody changed a metric here: it need not wait until it is seen. */
  definitionsChanged(): void {
    this.#readAtMs = Number.NEGATIVE_INFINITY;
  }

  /** What is known of a metric, by whichever server runs it. */
  async read(projectId: string, metric: Metric): Promise<OnlineProgress | undefined> {
    const own = this.#runs.get(nameOf({ projectId, metric }));
    return own?.isMine === true ? own.progress : this.#services.progress.read(projectId, metric.id);
  }

  /** Of a metric that is deleted. */
  async forget(projectId: string, metricId: string): Promise<void> {
    this.#runs.delete(`${projectId}/${metricId}`);
    await this.#services.progress.forget(projectId, metricId);
  }

  async #goOn(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      // A store that does not answer is told of by its health; the next look is later then.
      const isMore = await this.#look().catch(() => false);
      if (isMore) continue;
      await wait(this.#pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** One batch of each metric. True when some have more to do. */
  async #look(): Promise<boolean> {
    if (performance.now() - this.#readAtMs > definitionsMs) await this.#readDefinitions();
    const { signal } = this.#stopping;
    const goOn = (run: MetricRun): Promise<boolean> => run.advance(signal);
    const rounds = await pMap(this.#runs.values(), goOn, { concurrency: metricsAtOnce });
    return rounds.some(Boolean);
  }

  async #readDefinitions(): Promise<void> {
    this.#readAtMs = performance.now();
    const enabled = await findEnabledMetrics(this.#services.store).catch((error: unknown) => {
      this.definitionsChanged();
      throw error;
    });
    const runs = new Map<string, MetricRun>();
    for (const found of enabled) {
      const known = this.#runs.get(nameOf(found));
      const run = known ?? (await this.#open(found));
      run.metric = found.metric;
      runs.set(nameOf(found), run);
    }
    this.#runs = runs;
    this.#isFirstLook = false;
  }

  /** What came while a metric was off is not made up for; what came while the server was off is. */
  async #open(found: EnabledMetric): Promise<MetricRun> {
    const { projectId, metric } = found;
    const known = await this.#services.progress.read(projectId, metric.id);
    const sinceMs = Date.parse(metric.updated_at);
    return new MetricRun(this.#services, {
      ...found,
      times: this.#times,
      server: this.name,
      known:
        known && (this.#isFirstLook ? known : { ...known, since_ms: sinceMs, done_ms: sinceMs }),
    });
  }
}

function nameOf({ projectId, metric }: EnabledMetric): string {
  return `${projectId}/${metric.id}`;
}
