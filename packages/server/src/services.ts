import type { Chart, Configuration, Event, LocalProject, Metric, Tool } from "@honeyhive/contract";

import type { AuditLog } from "./auth/audit-log.js";
import type { ClientAddresses } from "./auth/client-address.js";
import type { GuessLimiter } from "./auth/guess-limiter.js";
import type { ProjectDirectory } from "./auth/project-directory.js";
import type { RateLimiter } from "./auth/rate-limiter.js";
import type { BufferPool } from "./lib/buffer-pool.js";
import type { ByteBudget } from "./lib/byte-budget.js";
import type { Clock } from "./lib/clock.js";
import type { GatheredReads } from "./lib/gathered-reads.js";
import type { DatasetStore } from "./datasets/dataset-store.js";
import type { EntityCollection } from "./entities/entity-collection.js";
import type { EntityRepository } from "./entities/entity-repository.js";
import type { EvaluatorRunner } from "./evaluators/evaluator-runner.js";
import type { EventLog } from "./events/event-log.js";
import type { LateDeletions } from "./events/late-deletions.js";
import type { MediaLog } from "./events/media-log.js";
import type { OnlineMetrics } from "./online/online-metrics.js";
import type { RememberedCharts } from "./events/remembered-charts.js";
import type { PatchLog } from "./events/patch-log.js";
import type { PromptRunner } from "./models/prompt-runner.js";
import type { PriceTable } from "./cost/price-table.js";
import type { KnownNames } from "./mapping/attribute-names.js";
import type { ServerTls } from "./lib/server-tls.js";
import type { LoopTurns } from "./lib/loop-turns.js";
import type { FailureLog } from "./observe/failure-log.js";
import type { OwnTraces } from "./observe/own-traces.js";
import type { ServerMetrics } from "./observe/server-metrics.js";
import type { ResolvedServerOptions } from "./options.js";
import type { StoredQueue } from "./queues/fill-queue.js";
import type { RepeatedRequests } from "./idempotency/repeated-requests.js";
import type { CaseComparisons } from "./runs/case-comparisons.js";
import type { MixedSessions } from "./runs/mixed-sessions.js";
import type { RunStore } from "./runs/run-store.js";
import type { SessionRegistry } from "./events/session-registry.js";
import type { Store } from "./store/store.js";

export interface Lifecycle {
  /** Set when keys and unfinished work were found in the store. */
  isPrepared: boolean;
  /** Set when the server begins to stop. */
  isStopping: boolean;
}

/** What routes work with. Made once by `startServer`. */
export interface Services {
  readonly options: ResolvedServerOptions;
  readonly clock: Clock;
  readonly store: Store;
  readonly requestBytes: ByteBudget;
  /** What large bodies and the rows of their events are written into. */
  readonly memory: BufferPool;
  readonly turns: LoopTurns;
  readonly names: KnownNames;
  readonly entities: EntityRepository;
  readonly projects: ProjectDirectory;
  readonly audit: AuditLog;
  readonly repeatedRequests: RepeatedRequests;
  readonly rateLimiter: RateLimiter;
  readonly guesses: GuessLimiter;
  readonly clientAddresses: ClientAddresses;
  readonly events: EventLog;
  /** Single events, as they are after a change. */
  readonly reader: GatheredReads<Event>;
  readonly media: MediaLog;
  readonly lateDeletions: LateDeletions;
  readonly prices: PriceTable;
  readonly patches: PatchLog;
  readonly sessions: SessionRegistry;
  readonly runs: RunStore;
  readonly rememberedCharts: RememberedCharts;
  readonly mixedSessions: MixedSessions;
  readonly comparisons: CaseComparisons;
  readonly datasets: DatasetStore;
  readonly configurations: EntityCollection<Configuration>;
  readonly metricDefinitions: EntityCollection<Metric>;
  readonly charts: EntityCollection<Chart>;
  readonly queues: EntityCollection<StoredQueue>;
  readonly tools: EntityCollection<Tool>;
  readonly evaluators: EvaluatorRunner;
  readonly prompts: PromptRunner;
  readonly online: OnlineMetrics;
  readonly metrics: ServerMetrics;
  readonly traces: OwnTraces | undefined;
  readonly failures: FailureLog;
  /** Undefined where it speaks HTTP. */
  readonly tls: ServerTls | undefined;
  readonly lifecycle: Lifecycle;
  readonly localProjects: readonly LocalProject[];
}
