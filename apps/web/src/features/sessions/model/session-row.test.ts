import { expect, test } from "vitest";

import { makeEvent } from "../../../testing/make-event.js";
import { silentSessions, toSessionRows } from "./session-row.js";

const root = {
  session_id: "silent",
  event_name: "answer",
  inputs: { question: "?" },
  outputs: { answer: "!" },
};

test("a session that says nothing is told by its root spans, others by themselves", () => {
  const silent = makeEvent({ event_type: "session", session_id: "silent", event_name: "support" });
  const telling = makeEvent({ event_type: "session", session_id: "telling", inputs: { a: 1 } });
  expect(silentSessions([silent, telling])).toEqual(["silent"]);
  expect(toSessionRows([silent, telling], [root])).toEqual([
    { session: silent, name: "support", inputs: root.inputs, outputs: root.outputs },
    { session: telling, name: "step", inputs: { a: 1 }, outputs: {} },
  ]);
});

test("a session that nobody named is called by its first span", () => {
  const metadata = { auto_created: true };
  const session = makeEvent({
    event_type: "session",
    session_id: "silent",
    event_name: "Session",
    metadata,
  });
  expect(toSessionRows([session], [root])[0]?.name).toBe("answer");
  expect(toSessionRows([session], [])[0]?.name).toBe("Session");
});

test("a span that says nothing is told by nobody", () => {
  const span = makeEvent({ session_id: "silent", event_name: "wait" });
  expect(silentSessions([span])).toEqual([]);
  expect(toSessionRows([span], [root])).toEqual([
    { session: span, name: "wait", inputs: {}, outputs: {} },
  ]);
});
