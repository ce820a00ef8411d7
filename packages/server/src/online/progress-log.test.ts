import { expect, test } from "vitest";

import { EntityRepository } from "../entities/entity-repository.js";
import { createClock } from "../lib/clock.js";
import { temporaryStore } from "../testing/temporary-store.js";
import { ProgressLog } from "./progress-log.js";

test("what was deleted is not written again by a run that does not know it yet", async () => {
  await using temporary = await temporaryStore();
  const log = new ProgressLog(new EntityRepository(temporary.store, createClock()));
  const progress = {
    since_ms: 1,
    done_ms: 2,
    scored: 3,
    failed: 0,
    waiting: 0,
    held_up: null,
    last_error: null,
    server: "one",
    seen_ms: 4,
  };
  const key = { projectId: "p", metricId: "m" };
  expect(await log.write({ ...key, isAfter: false }, progress)).toBe(true);
  expect(await log.write({ ...key, isAfter: true }, { ...progress, scored: 5 })).toBe(true);
  expect(await log.read("p", "m")).toMatchObject({ scored: 5 });
  await log.forget("p", "m");
  expect(await log.write({ ...key, isAfter: true }, progress)).toBe(false);
  expect(await log.read("p", "m")).toBeUndefined();
});
