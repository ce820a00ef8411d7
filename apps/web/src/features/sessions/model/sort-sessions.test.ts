import { expect, test } from "vitest";

import { makeEvent } from "../../../testing/make-event.js";
import { toSessionRows } from "./session-row.js";
import { parseSessionSort, sortSessions } from "./sort-sessions.js";

const row = (name: string, duration: number, metadata = {}) =>
  makeEvent({ session_id: name, event_name: name, duration, metadata });

const rows = toSessionRows(
  [
    row("newest", 20),
    row("dear", 30, { cost: 0.5, total_tokens: 10, num_events: 3 }),
    row("cheap", 10, { cost: 0.25, total_tokens: 900, num_events: 7 }),
  ],
  [],
);

function sorted(text: string | undefined): readonly string[] {
  return sortSessions(rows, parseSessionSort(text)).map(({ name }) => name);
}

test("sorts by what sessions took, those that say nothing of it last", () => {
  expect(sorted("-cost")).toEqual(["dear", "cheap", "newest"]);
  expect(sorted("cost")).toEqual(["cheap", "dear", "newest"]);
  expect(sorted("-tokens")).toEqual(["cheap", "dear", "newest"]);
  expect(sorted("-spans")).toEqual(["cheap", "dear", "newest"]);
  expect(sorted("duration")).toEqual(["cheap", "newest", "dear"]);
});

test("leaves the newest first where nothing is sorted by, or something that cannot be", () => {
  expect(sorted(undefined)).toEqual(["newest", "dear", "cheap"]);
  expect(sorted("-constructor")).toEqual(["newest", "dear", "cheap"]);
});
