import type { Event } from "@honeyhive/contract";
import { makeRandom } from "@honeyhive/testing";
import { expect } from "vitest";

import { exportAllEvents } from "../../support/export-all-events.js";
import type { Load } from "./load.js";
import type { ServerProcess } from "./server-process.js";

export function eventsOf(load: Load, from: ServerProcess): Promise<Event[]> {
  return exportAllEvents(from.client, [
    { field: "session_id", operator: "is", value: load.sessionId, type: "string" },
    { field: "event_type", operator: "is not", value: "session", type: "string" },
  ]);
}

/** What was acknowledged is there, once, and nothing that was not sent. */
export function expectAcknowledged(load: Load, events: readonly Event[]): void {
  const ids = events.map((event) => event.event_id);
  const readable = new Set(ids);
  expect(ids.length).toBe(readable.size);
  expect([...load.acknowledged].filter((id) => !readable.has(id))).toEqual([]);
  const sent = load.sent;
  expect(ids.filter((id) => !sent.has(id))).toEqual([]);
  const patches = new Set(events.flatMap((event) => Object.keys(event.metadata)));
  expect(load.acknowledgedPatches.filter((patch) => !patches.has(patch))).toEqual([]);
}

/** Sends again what was not acknowledged: then everything that was sent has arrived, each event once. */
export async function expectEverything(load: Load, server: ServerProcess): Promise<void> {
  await load.finish(server);
  const events = await eventsOf(load, server);
  expectAcknowledged(load, events);
  expect(events.length).toBe(load.sent.size);
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

export async function untilKillPoint(load: Load, seed: number): Promise<void> {
  const random = makeRandom(seed + 1);
  const afterBatches = 1 + random.below(30);
  const delayMs = random.below(50);
  await until(() => load.batchCount >= afterBatches);
  await new Promise((resolve) => setTimeout(resolve, delayMs));
}
