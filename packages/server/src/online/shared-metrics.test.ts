import type { Event, MetricInput } from "@honeyhive/contract";
import { afterAll, expect, test } from "vitest";

import { EntityCollection } from "../entities/entity-collection.js";
import { EntityRepository } from "../entities/entity-repository.js";
import { EvaluatorRunner } from "../evaluators/evaluator-runner.js";
import { PatchLog } from "../events/patch-log.js";
import { createClock } from "../lib/clock.js";
import { createLogger } from "../observe/logger.js";
import { ServerMetrics } from "../observe/server-metrics.js";
import { findEvents } from "../queries/find-events.js";
import { addVersion, toMetricContent } from "../routes/entities/metric-versions.js";
import { metricKind } from "../routes/entities/metrics.js";
import { toEventRow } from "../store/event-row.js";
import { Store } from "../store/store.js";
import { startJudge } from "../testing/judge.js";
import { mapped } from "../testing/mapped-span.js";
import { sharedEngine } from "../testing/shared-engine.js";
import { temporaryStore, type TemporaryStore } from "../testing/temporary-store.js";
import { until } from "../testing/until.js";
import type { Lease } from "./kept-progress.js";
import { OnlineMetrics } from "./online-metrics.js";
import { ProgressLog } from "./progress-log.js";

const judge = await startJudge();
afterAll(() => judge[Symbol.asyncDispose]());
const online = { settleMs: 50, sessionQuietMs: 300 };
const words = {
  name: "words",
  type: "JAVASCRIPT",
  criteria: "() => 5",
  enabled_in_prod: true,
  sampling_percentage: 100,
} as const satisfies MetricInput;

test("of servers that share a store one runs a metric, and another goes on when it has stopped", async () => {
  await using shared = await temporaryStore();
  const services = openServices(new Store(sharedEngine(shared.engine)));
  const metric = await define(services, { ...words, type: "LLM", criteria: "one {{event_id}}" });
  const servers = openServers(shared, 3);
  for (const one of servers) one.start();
  const ids = await storeEvents(services.store, 30);
  await until(() => ids.every((id) => asksOf("one", id) > 0));

  const holder = (await services.progress.read(project.id, metric))?.server;
  await servers.find((one) => one.name === holder)?.stop();
  const [last = ""] = await storeEvents(services.store, 1);
  await until(async () => {
    const [event] = await services.store.select(findEvents(project.id, [last]));
    return event?.metrics["words"] === 4;
  });
  await Promise.all(servers.map((one) => one.stop()));
  expect([...ids, last].map((id) => asksOf("one", id))).toEqual([...ids, last].map(() => 1));
  expect((await services.progress.read(project.id, metric))?.scored).toBe(31);
});

test("a model that takes longer than a server is believed to live is asked once", async () => {
  await using shared = await temporaryStore();
  const services = openServices(new Store(sharedEngine(shared.engine)));
  const metric = await define(services, { ...words, type: "LLM", criteria: "slow {{event_id}}" });
  // Held for longer than a busy machine stalls: a server that does not renew in time is taken for dead, as it should be.
  const lease = { renewedEveryMs: 200, heldForMs: 4000, confirmedAfterMs: 300 };
  const servers = openServers(shared, 2, lease);
  for (const one of servers) one.start();
  const ids = await storeEvents(services.store, 2);
  await until(() => judge.held.length === 2);
  const before = await services.progress.read(project.id, metric);
  // Renewed for longer than others would wait.
  await until(async () => {
    const now = await services.progress.read(project.id, metric);
    return (now?.seen_ms ?? 0) > (before?.seen_ms ?? 0) + lease.heldForMs + 1000;
  });
  for (const answer of judge.held.splice(0)) answer();
  await until(async () => {
    const events = await services.store.select(findEvents(project.id, ids));
    return events.every(({ metrics }) => metrics["words"] === 4);
  });
  await Promise.all(servers.map((one) => one.stop()));
  expect(ids.map((id) => asksOf("slow", id))).toEqual([1, 1]);
});

test("sessions that a metric is not for do not keep it from those that it is for, however many they are", async () => {
  await using own = await temporaryStore();
  const services = openServices(own.store);
  const filterArray = [
    { field: "event_type", operator: "is", value: "session" },
    { field: "event_name", operator: "is", value: "talk" },
  ] as const;
  await define(services, { ...words, criteria: "() => 5", filters: { filterArray } });
  const online = new OnlineMetrics(services, { settleMs: 50, sessionQuietMs: 300 });
  online.start();
  const session = { event_type: "session" } as const;
  await storeEvents(own.store, 1200, { ...session, event_name: "other" });
  const [talk = ""] = await storeEvents(own.store, 1, { ...session, event_name: "talk" });
  await until(async () => {
    const [event] = await own.store.select(findEvents(project.id, [talk]));
    return event?.metrics["words"] === 5;
  });
  await online.stop();
});

const project = { id: "p", name: "p" };

/** Of a metric whose question begins with the word. */
function asksOf(word: string, eventId: string): number {
  return judge.asked.filter((text) => text.includes(`${word} ${eventId}`)).length;
}

async function define(
  { entities, clock }: ReturnType<typeof openServices>,
  metric: MetricInput,
): Promise<string> {
  const definitions = new EntityCollection(entities, clock, metricKind);
  const content = toMetricContent(metric);
  const version = { content, message: "Created.", isDeployed: true, nowMs: Date.now() };
  return (await definitions.create(project, metric.name, addVersion([], version).body)).id;
}

async function storeEvents(
  ownStore: Store,
  count: number,
  fields: Partial<Event> = { event_type: "model" },
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => crypto.randomUUID());
  const rows = ids.map((event_id) => {
    const own = { event_id, session_id: event_id, project_id: project.id, start_time: Date.now() };
    return toEventRow({ ...mapped({}), ...own, ...fields }, 0);
  });
  await ownStore.insertRows("events", rows);
  return ids;
}

function openServers({ engine }: TemporaryStore, count: number, lease?: Lease): OnlineMetrics[] {
  return Array.from({ length: count }, () => {
    const options = lease === undefined ? online : { ...online, lease };
    return new OnlineMetrics(openServices(new Store(sharedEngine(engine))), options);
  });
}

function openServices(ownStore: Store) {
  const clock = createClock();
  const entities = new EntityRepository(ownStore, clock);
  return {
    store: ownStore,
    clock,
    entities,
    patches: new PatchLog(ownStore, clock),
    evaluators: new EvaluatorRunner(judge.endpoint),
    progress: new ProgressLog(entities),
    logger: createLogger({ level: "error", format: "json" }),
    metrics: new ServerMetrics(),
  };
}
