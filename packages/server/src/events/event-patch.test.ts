import type { Event } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { mapped } from "../testing/mapped-span.js";
import { applyPatches, type EventPatch } from "./event-patch.js";

const patches: EventPatch[] = [
  { merge: { metadata: { a: 1, b: 1 } }, replace: { outputs: { first: true } } },
  { merge: { metadata: { b: 2 } }, dropMetadata: ["c"] },
  { replace: { outputs: { second: true }, duration: 7 } },
];
const event = { ...mapped({}), metadata: { c: 3, d: 4 } };

test("sets keys one by one, replaces outputs as a whole, and drops what is named", () => {
  expect(applyPatches(event, patches)).toEqual({
    ...event,
    metadata: { a: 1, b: 2, d: 4 },
    outputs: { second: true },
    end_time: event.start_time + 7,
    duration: 7,
  });
});

test("moves the duration with the end", () => {
  const end_time = event.start_time + 20;
  expect(applyPatches(event, [{ replace: { end_time } }])).toEqual({
    ...event,
    end_time,
    duration: 20,
  });
});

test.each([
  ["a duration below zero", { duration: -5 }],
  ["an end before the start", { end_time: event.start_time - 5 }],
])("lets no event end before its start, though a clock that was set back says %s", (_, replace) => {
  const times = { end_time: event.start_time, duration: 0 };
  expect(applyPatches(event, [{ replace }])).toEqual({ ...event, ...times });
});

test("gives the same event when patches are folded again, over any of their results", () => {
  const once = applyPatches(event, patches);
  expect(applyPatches(once, patches)).toEqual(once);
  for (let count = 0; count <= patches.length; count++) {
    expect(applyPatches(applyPatches(event, patches.slice(0, count)), patches)).toEqual(once);
  }
});

test("changes the type of a session's own event, and of no other that was sent as a session", () => {
  const session: Event = { ...event, event_type: "session" };
  const own: Event = { ...session, event_id: session.session_id };
  const tool: EventPatch = { replace: { event_type: "tool" } };
  expect(applyPatches(own, [tool]).event_type).toBe("tool");
  expect(applyPatches(session, [tool]).event_type).toBe("session");
});
