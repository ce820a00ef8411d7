import { expect, test } from "vitest";

import { makeNode } from "../../../testing/make-event.js";
import { sessionPollInterval } from "./poll-interval.js";

const now = 1_800_000_000_000;
const hour = 60 * 60 * 1_000;

function sessionSilentFor(silentMs: number, tookMs = 100): ReturnType<typeof makeNode> {
  const times = { start_time: now - silentMs - tookMs, end_time: now - silentMs };
  const old = { start_time: now - 20 * hour, end_time: now - 20 * hour };
  return makeNode("session", [makeNode("loop", [makeNode("model", [], times)], old)], old);
}

test("asks every two seconds while something deep in the session has just ended, however long it took", () => {
  expect(sessionPollInterval(sessionSilentFor(1_000, 5 * 60_000), now)).toBe(2_000);
});

test("asks less and less often the longer nothing comes, and no more after a day", () => {
  expect(sessionPollInterval(sessionSilentFor(60_000), now)).toBe(4_000);
  expect(sessionPollInterval(sessionSilentFor(hour), now)).toBe(4 * 60_000);
  const old = { start_time: now - 30 * hour, end_time: now - 25 * hour };
  expect(sessionPollInterval(makeNode("session", [], old), now)).toBe(false);
});

test("does not ask without a pause for a session whose machine is hours ahead", () => {
  expect(sessionPollInterval(sessionSilentFor(-5 * hour), now)).toBe(20 * 60_000);
});
