import { resolve } from "node:path";

import type { LocalProject } from "@honeyhive/contract";

import { createApp } from "./app.js";
import { AuditLog } from "./auth/audit-log.js";
import { ClientAddresses } from "./auth/client-address.js";
import { GuessLimiter } from "./auth/guess-limiter.js";
import { ProjectDirectory } from "./auth/project-directory.js";
import { projectIdOf } from "./lib/project.js";
import { RateLimiter } from "./auth/rate-limiter.js";
import { BufferPool } from "./lib/buffer-pool.js";
import { ByteBudget } from "./lib/byte-budget.js";
import { LoopTurns } from "./lib/loop-turns.js";
import { ServerTls } from "./lib/server-tls.js";
import { createClock, type Clock } from "./lib/clock.js";
import { DatasetStore } from "./datasets/dataset-store.js";
import { EntityRepository } from "./entities/entity-repository.js";
import { PromptRunner } from "./models/prompt-runner.js";
import { EvaluatorRunner } from "./evaluators/evaluator-runner.js";
import { EventLog } from "./events/event-log.js";
import { openReader } from "./events/open-reader.js";
import { LateDeletions } from "./events/late-deletions.js";
import { MediaLog } from "./events/media-log.js";
import { PatchLog } from "./events/patch-log.js";
import { watchWaiting } from "./events/watch-waiting.js";
import { createRetention } from "./events/retention.js";
import { OnlineMetrics } from "./online/online-metrics.js";
import { ProgressLog } from "./online/progress-log.js";
import { serveGrpc, type GrpcServer } from "./grpc/serve-grpc.js";
import { PriceTable } from "./cost/price-table.js";
import { KnownNames } from "./mapping/attribute-names.js";
import { readPrices } from "./cost/read-prices.js";
import { listen, stopListening } from "./listen.js";
import { readOrCreateLocalKey } from "./auth/local-key.js";
import { watchProcess, type ProcessStatistics } from "./observe/process-statistics.js";
import { FailureLog } from "./observe/failure-log.js";
import { observeStore } from "./observe/observe-store.js";
import type { ServerLogger } from "./observe/logger.js";
import { openObservation, type Observation } from "./observe/open-observation.js";
import type { ServerMetrics } from "./observe/server-metrics.js";
import { prepareStore } from "./prepare-store.js";
import { prepareTextIndex } from "./prepare-text-index.js";
import { resolveOptions } from "./config/resolve-options.js";
import { openCollections } from "./open-collections.js";
import type { ResolvedServerOptions, ServerOptions } from "./options.js";
import { RepeatedRequests } from "./idempotency/repeated-requests.js";
import { RememberedCharts } from "./events/remembered-charts.js";
import { CaseComparisons } from "./runs/case-comparisons.js";
import { MixedSessions } from "./runs/mixed-sessions.js";
import { RunStore } from "./runs/run-store.js";
import type { Services } from "./services.js";
import { SessionRegistry } from "./events/session-registry.js";
import { redactStoreUrl } from "./store/clickhouse/parse-store-url.js";
import { migrations } from "./store/migrations/migrations.js";
import type { Engine } from "./store/engine.js";
import type { LockWait } from "./store/migrations/migration-lock.js";
import { migrate } from "./store/migrations/migrate.js";
import { openEngine } from "./store/open-engine.js";
import { Store } from "./store/store.js";
import { assertFinished } from "./store/unfinished.js";
import { version } from "./version.js";

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Where OTLP over gRPC is taken; undefined when it is off. */
  readonly grpcPort: number | undefined;
  /** Key of the local project: the one that was given, or one made once and kept in the data directory. */
  readonly apiKey: string;
  /** Name of the project that `apiKey` opens. */
  readonly project: string;
  /** Stores what was taken, then stops. Calling it again waits for the same stop. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const localProjectName = "default";

/**
 * Starts the server: the API, OTLP ingest and the UI, over an embedded store in `dataDir` or the `store` that is named.
 *
 * @example
 * await using server = await startServer({ port: 0, dataDir: temporaryDirectory });
 * await fetch(`${server.url}/health`);
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const resolved = resolveOptions(options);
  const { logger } = resolved;
  const tls = resolved.tls === undefined ? undefined : new ServerTls(resolved.tls, logger);
  const observation = openObservation(resolved);
  const { metrics, traces } = observation;
  const engine = await openStore(resolved, metrics);
  const stopping = new AbortController();
  try {
    await assertFinished(engine);
    await migrate(engine, migrations, (wait) => tellOfLock(logger, wait));
    await prepareTextIndex(engine, resolved.textIndex, logger);
    const apiKey = resolved.apiKey ?? readOrCreateLocalKey(resolve(resolved.dataDir));
    const store = new Store(engine, observeStore(metrics, traces));
    const keys = { [apiKey]: localProjectName, ...resolved.keys };
    const watched = { ...observation, tls, failures: new FailureLog(logger, store) };
    const services = await createServices(resolved, store, watched, { apiKey, keys });
    const isCluster = engine.topology.cluster !== undefined;
    await prepareStore(services, keys, { isCluster, signal: stopping.signal });
    const statistics = watchProcess();
    watchServices(services, statistics);
    if (resolved.online.enabled) services.online.start();
    if (engine.isShared) void watchWaiting(services.patches, stopping.signal);
    const { server, port } = await listen(createApp(services), { ...resolved, tls });
    const grpc = await startGrpc(services);
    let closing: Promise<void> | undefined;
    const close = (): Promise<void> => {
      const stopAll = async (): Promise<void> => {
        const graceMs = resolved.shutdownGraceMs;
        await Promise.all([stopListening(server, graceMs), grpc?.close(graceMs)]);
      };
      stopping.abort();
      closing ??= stop(services, stopAll).finally(() => statistics[Symbol.dispose]());
      return closing;
    };
    const url = urlOf(resolved, port);
    logger.info("The server takes requests.", {
      url,
      version,
      store: redactStoreUrl(resolved.store),
    });
    return {
      url,
      port,
      grpcPort: grpc?.port,
      apiKey,
      project: localProjectName,
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    tls?.[Symbol.dispose]();
    await engine.close();
    throw error;
  }
}

function openStore(
  { store, storeMemoryBytes, logger }: ResolvedServerOptions,
  metrics: ServerMetrics,
): Promise<Engine> {
  return openEngine(store, {
    memoryBytes: storeMemoryBytes,
    onRestart: (reason) => {
      metrics.storeHostRestarted();
      logger.warn("The process of the store ended and is started again.", { reason });
    },
    onWait: ({ serverPid, givenUpInMs }) =>
      logger.warn(
        "The store of a server that was killed is still open: waiting until it is free.",
        {
          serverPid,
          givenUpInSeconds: givenUpInMs / 1000,
        },
      ),
  });
}

function tellOfLock(logger: ServerLogger, wait: LockWait): void {
  logger.warn(
    "Another server brings the tables up to date: waiting until it is done, or its lock is too old.",
    {
      heldBy: wait.heldBy,
      lockAgeSeconds: Math.round(wait.ageMs / 1000),
      takenOverInSeconds: Math.ceil(wait.takenOverInMs / 1000),
      givenUpInSeconds: Math.ceil(wait.givenUpInMs / 1000),
    },
  );
}

function urlOf({ host, tls }: ResolvedServerOptions, port: number): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return `${tls === undefined ? "http" : "https"}://${name}:${port}`;
}

async function startGrpc(services: Services): Promise<GrpcServer | undefined> {
  const { host, grpcPort } = services.options;
  return grpcPort === undefined ? undefined : serveGrpc(services, { host, port: grpcPort });
}

interface GivenKeys {
  /** The server's own. */
  readonly apiKey: string;
  /** All of them, and the projects that they open. */
  readonly keys: Readonly<Record<string, string>>;
}

async function createServices(
  options: ResolvedServerOptions,
  store: Store,
  observation: Observation & Pick<Services, "failures" | "tls">,
  { apiKey, keys }: GivenKeys,
): Promise<Services> {
  const clock = createClock();
  const entities = new EntityRepository(store, clock);
  const logs = openLogs(options, store, clock, observation.metrics);
  const { sessions, patches } = logs;
  const onNewKey = (id: string): void => void (store.isShared && sessions.forgetProject(id));
  const projects = new ProjectDirectory(entities, apiKey, { onNewKey });
  const evaluators = new EvaluatorRunner(options.modelEndpoint);
  const prices = new PriceTable(await readPrices(options.prices));
  const progress = new ProgressLog(entities);
  const { logger } = options;
  const running = { store, entities, patches, evaluators, progress, logger, ...observation };
  const online = new OnlineMetrics(running, options.online);
  return {
    options,
    clock,
    store,
    requestBytes: new ByteBudget(options.limits.maxQueuedBytes),
    turns: new LoopTurns(),
    names: new KnownNames(),
    entities,
    projects,
    audit: new AuditLog(entities, clock, projectIdOf(localProjectName)),
    repeatedRequests: new RepeatedRequests(entities, clock),
    ...openGuards(options),
    localProjects: toLocalProjects(keys),
    ...logs,
    reader: openReader(store),
    lateDeletions: new LateDeletions(entities, store, projects),
    prices,
    runs: new RunStore(entities, store),
    rememberedCharts: new RememberedCharts(),
    mixedSessions: new MixedSessions(),
    comparisons: new CaseComparisons(),
    datasets: new DatasetStore(entities, clock),
    ...openCollections(entities, clock, () => online.definitionsChanged()),
    evaluators,
    prompts: new PromptRunner({ endpoint: options.modelEndpoint, prices }),
    online,
    ...observation,
    lifecycle: { isPrepared: false, isStopping: false },
  };
}

/** What writes events, and what changes them. */
function openLogs(
  { limits, ...options }: ResolvedServerOptions,
  store: Store,
  clock: Clock,
  metrics: ServerMetrics,
): Pick<Services, "events" | "media" | "memory" | "patches" | "sessions"> {
  const retention = createRetention(options.retention);
  const onDropped = (count: number): void => metrics.mediaDropped(count);
  const media = new MediaLog(store, { retention, onDropped });
  const patches = new PatchLog(store, clock, { retention, media });
  const sessions = new SessionRegistry(store);
  const memory = new BufferPool();
  const onStored = (count: number, sizeBytes: number): void =>
    metrics.eventsStored(count, sizeBytes);
  const events = new EventLog(
    { store, patches, sessions },
    { ...limits, retention, memory, onStored },
  );
  return { events, media, memory, patches, sessions };
}

/** What keeps clients from taking too much. */
function openGuards({
  limits,
  trustedProxies,
}: ResolvedServerOptions): Pick<Services, "rateLimiter" | "guesses" | "clientAddresses"> {
  return {
    rateLimiter: new RateLimiter(limits.maxRequestsPerSecond),
    guesses: new GuessLimiter(limits.maxWrongKeysPerSecond),
    clientAddresses: new ClientAddresses(trustedProxies),
  };
}

function toLocalProjects(keys: GivenKeys["keys"]): LocalProject[] {
  return Object.entries(keys).map(([api_key, name]) => {
    return { project_id: projectIdOf(name), name, api_key };
  });
}

function watchServices(services: Services, statistics: ProcessStatistics): void {
  const { tls } = services;
  services.metrics.watch({
    queuedBytes: () => services.events.queuedBytes,
    readingBytes: () => services.requestBytes.reservedBytes,
    storeIsReady: () => services.store.wasReady,
    storeIsFull: () => services.store.isFull,
    process: statistics,
    ...(tls === undefined ? {} : { certificateEndSeconds: () => tls.endSeconds }),
  });
}

/** No new requests, then everything that was taken, then the store: nothing acknowledged is lost. */
async function stop(services: Services, stopListening: () => Promise<void>): Promise<void> {
  const { logger } = services.options;
  services.lifecycle.isStopping = true;
  logger.info("The server stops: no new requests from now on.");
  await services.online.stop();
  await stopListening();
  await services.events.drain();
  await services.patches.drain();
  await services.media.drain();
  await services.lateDeletions.close();
  services.failures.close();
  services.tls?.[Symbol.dispose]();
  await services.store.close();
  await services.traces?.close();
  logger.info("The server has stopped; everything that was taken is stored.");
}
