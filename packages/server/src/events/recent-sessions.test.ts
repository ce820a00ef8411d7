import { expect, test } from "vitest";

import { mapped } from "../testing/mapped-span.js";
import { RecentSessions } from "./recent-sessions.js";

const event = mapped({});

function keyOf(eventId: string) {
  return { projectId: event.project_id, eventId };
}

function change(eventId: string, patchId: string, patchedAtMicros: number, value: string) {
  const body = JSON.stringify({ merge: { metadata: { value } } });
  return { ...keyOf(eventId), patchId, patchedAtMicros, body };
}

function valuesOf(sessions: RecentSessions, eventId: string): unknown[] | undefined {
  return sessions
    .patchesOf(keyOf(eventId))
    ?.map(({ patch: { merge } }) => merge?.metadata?.["value"]);
}

function withSession(eventId = "s", metadata = {}): RecentSessions {
  const sessions = new RecentSessions();
  sessions.add({
    event: { ...event, event_id: eventId, metadata },
    isStarted: true,
    postDigest: "",
  });
  return sessions;
}

test("gives changes in the order in which the store has them, each as it was stored last", () => {
  const sessions = withSession();
  sessions.change([change("s", "b", 2, "third"), change("s", "a", 2, "taken back")]);
  sessions.change([change("s", "z", 1, "first"), change("s", "a", 2, "second")]);
  sessions.change([change("other", "a", 1, "of another")]);
  expect(valuesOf(sessions, "s")).toEqual(["first", "second", "third"]);
  expect(valuesOf(sessions, "other")).toBeUndefined();
});

test("leaves what is large to the store", () => {
  const large = "x".repeat(10_000);
  expect(withSession("s", { large }).baseOf(keyOf("s"))).toBeUndefined();
  const sessions = withSession();
  sessions.change([change("s", "a", 1, "small")]);
  sessions.change([change("s", "b", 2, large)]);
  expect([sessions.baseOf(keyOf("s")), valuesOf(sessions, "s")]).toEqual([undefined, undefined]);
});

test("forgets the oldest, and what it is told to forget", () => {
  const sessions = new RecentSessions();
  const ids = Array.from({ length: 3000 }, (_, index) => `s${index}`);
  for (const event_id of ids)
    sessions.add({ event: { ...event, event_id }, isStarted: true, postDigest: "" });
  sessions.forget(keyOf("s2999"));
  const known = ids.filter((id) => sessions.baseOf(keyOf(id)) !== undefined);
  expect(known).toEqual(ids.slice(-2048, -1));
});
