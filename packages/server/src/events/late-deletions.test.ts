import { expect, test } from "vitest";

import { EntityRepository } from "../entities/entity-repository.js";
import { createClock } from "../lib/clock.js";
import { findLeftovers } from "../queries/find-leftovers.js";
import { toEventRow } from "../store/event-row.js";
import type { Store } from "../store/store.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryStore } from "../testing/temporary-store.js";
import { until } from "../testing/until.js";
import { LateDeletions } from "./late-deletions.js";

const { project_id: projectId, session_id: sessionId } = mapped({});

const storeLate = (store: Store): Promise<void> =>
  store.insertRows("events", [toEventRow(mapped({}), 0)]);

const findRest = (store: Store): Promise<string[]> => store.select(findLeftovers(projectId));

function open(store: Store, { delayMs = 50, isInUse = false } = {}): LateDeletions {
  const entities = new EntityRepository(store, createClock());
  return new LateDeletions(entities, store, { isInUse: () => Promise.resolve(isInUse) }, delayMs);
}

const isNotedDown = async (store: Store): Promise<boolean> => {
  const entities = new EntityRepository(store, createClock());
  return (await entities.list({ projectId: "system", kind: "deletion" })).length > 0;
};

test("deletes what others have stored of a project meanwhile, once, and then knows no more of it", async () => {
  await using fixture = await temporaryStore();
  const { store } = fixture;
  const deletions = open(store);
  await deletions.note({ projectId });
  await storeLate(store);
  await until(async () => (await findRest(store)).length === 0);
  await until(async () => !(await isNotedDown(store)));
  await deletions.close();
});

test("goes on where a server ended before it was done", async () => {
  await using fixture = await temporaryStore();
  const { store } = fixture;
  const ended = open(store, { delayMs: 60_000 });
  await ended.note({ projectId, sessionId });
  await ended.close();
  await storeLate(store);
  const next = open(store);
  await next.resume();
  await until(async () => !(await isNotedDown(store)));
  const shown = await store.select({
    sql: "SELECT event_id FROM events FINAL WHERE project_id = {project_id:String}",
    params: { project_id: projectId },
    parse: (row) => row["event_id"],
  });
  expect(shown).toEqual([]);
  await next.close();
});

test("leaves a project alone that there is again", async () => {
  await using fixture = await temporaryStore();
  const { store } = fixture;
  const deletions = open(store, { isInUse: true });
  await deletions.note({ projectId });
  await storeLate(store);
  await until(async () => !(await isNotedDown(store)));
  expect(await findRest(store)).toContain("events");
  await deletions.close();
});
