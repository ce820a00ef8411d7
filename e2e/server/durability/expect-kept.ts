import type { Event } from "@honeyhive/contract";
import { makeRandom } from "@honeyhive/testing";
import { expect } from "vitest";

import { exportAllEvents } from "../../support/export-all-events.js";
import type { Load } from "./load.js";
import type { ServerProcess } from "./server-process.js";

export interface Kept {
  /** The events of a load. */
  readonly events: readonly Event[];
  /** All sessions, as lists of them show them. */
  readonly sessions: readonly Event[];
}

export async function keptOf(load: Load, from: ServerProcess): Promise<Kept> {
  const events = await exportAllEvents(from.client, [
    { field: "metadata.load", operator: "is", value: load.id, type: "string" },
  ]);
  return { events, sessions: await listSessions(from) };
}

function listSessions({ client }: ServerProcess): Promise<Event[]> {
  return exportAllEvents(client, [
    { field: "event_type", operator: "is", value: "session", type: "string" },
  ]);
}

export async function listSessionIds(server: ServerProcess): Promise<string[]> {
  return (await listSessions(server)).map((session) => session.session_id);
}

/** What was acknowledged is there, once, and nothing that was not sent. */
export function expectAcknowledged(load: Load, { events, sessions }: Kept): void {
  const ids = events.map((event) => event.event_id);
  const readable = new Set(ids);
  expect(ids.length).toBe(readable.size);
  expect([...load.acknowledged].filter((id) => !readable.has(id))).toEqual([]);
  const sent = load.sent;
  expect(ids.filter((id) => !sent.has(id))).toEqual([]);
  const patches = new Set(events.flatMap((event) => Object.keys(event.metadata)));
  expect(load.acknowledgedPatches.filter((patch) => !patches.has(patch))).toEqual([]);
  const listed = new Set(sessions.map((session) => session.session_id));
  expect(sessions.length).toBe(listed.size);
  expect([...load.acknowledgedSessions].filter((id) => !listed.has(id))).toEqual([]);
  const failed = sessions.filter(({ error }) => error !== null);
  const marked = new Set(failed.map((session) => session.session_id));
  expect([...load.acknowledgedFailures].filter((id) => !marked.has(id))).toEqual([]);
}

/** Sends again what was not acknowledged: then everything that was sent has arrived, each event once. */
export async function expectEverything(load: Load, server: ServerProcess): Promise<void> {
  await load.finish(server);
  const kept = await keptOf(load, server);
  expectAcknowledged(load, kept);
  expect(kept.events.length).toBe(load.sent.size);
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
